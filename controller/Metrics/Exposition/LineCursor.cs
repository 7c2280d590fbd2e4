using System.Globalization;
using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// Reads one line from left to right. The first thing that goes wrong is kept in <see cref="Error"/> with its column;
/// what is read afterwards means nothing, so callers may check once at the end of a step.
/// </summary>
internal ref struct LineCursor(ReadOnlySpan<byte> line)
{
    private const int Shown = 40;
    private readonly ReadOnlySpan<byte> line = line;

    public int At { get; private set; }

    public string? Error { get; private set; }

    public readonly bool AtEnd => At >= line.Length;

    /// <summary>The byte under the cursor; 0 at the end, which no token begins with.</summary>
    public readonly byte Next => At < line.Length ? line[At] : (byte)0;

    public readonly ReadOnlySpan<byte> Rest => line[At..];

    public void Skip(int bytes) => At += bytes;

    /// <summary>Skips blanks and tabs; says whether there were any.</summary>
    public bool SkipBlanks()
    {
        var from = At;
        while (At < line.Length && line[At] is (byte)' ' or (byte)'\t')
        {
            At++;
        }

        return At > from;
    }

    public bool Take(byte wanted)
    {
        if (Next != wanted)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>A metric name ([a-zA-Z_:][a-zA-Z0-9_:]*) or, without colons, a label name. Empty when there is none.</summary>
    public ReadOnlySpan<byte> Name(bool colons)
    {
        var from = At;
        while (At < line.Length && IsNameByte(line[At], At == from, colons))
        {
            At++;
        }

        return line[from..At];
    }

    /// <summary>All up to the next blank, tab or the end.</summary>
    public ReadOnlySpan<byte> Token()
    {
        var from = At;
        var length = Rest.IndexOfAny((byte)' ', (byte)'\t');
        At = length < 0 ? line.Length : At + length;
        return line[from..At];
    }

    /// <summary>Keeps the first error, with the column the cursor is at.</summary>
    public void Fail(string what) => Error ??= string.Create(CultureInfo.InvariantCulture, $"column {At + 1}: {what}");

    /// <summary>Bytes from outside made fit to be shown: short, printable, in quotes.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(Shown + 4).Append('"');
        foreach (var rune in Encoding.UTF8.GetString(bytes.Length > Shown ? bytes[..Shown] : bytes).EnumerateRunes())
        {
            text.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return text.Append(bytes.Length > Shown ? "…\"" : "\"").ToString();
    }

    private static bool IsNameByte(byte b, bool first, bool colons) => b switch
    {
        >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' => true,
        (byte)':' => colons,
        >= (byte)'0' and <= (byte)'9' => !first,
        _ => false,
    };
}
