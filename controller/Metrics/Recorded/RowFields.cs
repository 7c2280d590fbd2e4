using System.Globalization;
using System.Text.Unicode;

namespace Rollout.Metrics.Recorded;

/// <summary>The fields that both kinds of file have, read with their problems.</summary>
internal sealed class RowFields(string file, ProblemList problems, NodeNames nodes, RecordedLimits limits)
{
    private const int NodeBytes = 1024;
    private bool tooManyNodes;

    public bool TryTime(ReadOnlySpan<byte> text, long line, out long ticks)
    {
        var fault = Rfc3339.TryParse(text, out ticks);
        if (fault == TimeFault.None)
        {
            return true;
        }

        var (what, mend) = fault switch
        {
            TimeFault.NoOffset => ("has no offset from UTC", "add Z or an offset like +01:00"),
            TimeFault.NoSuchTime => ("does not exist", "correct the date or the time of day"),
            TimeFault.NotATime or TimeFault.None => ("is not an RFC 3339 time", "write it like 2026-11-21T10:00:00Z"),
        };
        Report(line, $"the time '{Excerpt.Of(text)}' {what}", mend);
        return false;
    }

    /// <summary>The node's number, or -1.</summary>
    public int Node(ReadOnlySpan<byte> text, long line)
    {
        if (text.IsEmpty)
        {
            Report(line, "the node is empty", "name the node that the row is about");
            return -1;
        }

        if (text[0] <= ' ' || text[^1] <= ' ')
        {
            Report(line, $"the node '{Excerpt.Of(text)}' begins or ends with a blank", "take the blank away: with it, it is another node");
            return -1;
        }

        if (text.Length > NodeBytes || !Utf8.IsValid(text))
        {
            Report(line, $"the node '{Excerpt.Of(text)}' is {(text.Length > NodeBytes ? "longer than 1024 bytes" : "not UTF-8")}", "write its name in UTF-8");
            return -1;
        }

        var id = nodes.Intern(text);
        if (id < 0 && !tooManyNodes)
        {
            tooManyNodes = true;
            Report(line, $"the file has more than {limits.Nodes} nodes", "is the second column a node, and not a session or an order?");
        }

        return id;
    }

    public bool TryNumber(ReadOnlySpan<byte> text, string column, long line, out double number)
    {
        if (!NumberText.TryParse(text, out number))
        {
            Report(line, text.IsEmpty ? $"the {column} is empty" : $"the {column} '{Excerpt.Of(text)}' is not a number",
                "write digits with a point, like 12.50");
            return false;
        }

        if (!double.IsFinite(number))
        {
            Report(line, $"the {column} '{Excerpt.Of(text)}' is not a finite number", "leave the row out, or write what was measured");
            return false;
        }

        return true;
    }

    public bool TryNotNegative(ReadOnlySpan<byte> text, string column, string mend, long line, out double number)
    {
        if (!TryNumber(text, column, line, out number))
        {
            return false;
        }

        if (number < 0)
        {
            Report(line, $"the {column} {number.ToString(CultureInfo.InvariantCulture)} is negative", mend);
        }

        return number >= 0;
    }

    public void Report(long line, string what, string mend) => problems.Add($"{file}:{line}", what, mend);
}
