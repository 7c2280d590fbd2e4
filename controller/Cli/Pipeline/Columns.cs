namespace Rollout.Cli.Pipeline;

/// <summary>Text for a terminal of 80 columns, or as wide as it is.</summary>
internal static class Columns
{
    public const int Width = 80;

    /// <summary>Columns as wide as their widest cell, two blanks apart; a line is cut where it would not fit.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int width = Width)
    {
        var all = rows.Prepend(head).ToList();
        var widths = Enumerable.Range(0, head.Count).Select(c => all.Max(row => row[c].Length)).ToArray();
        foreach (var row in all)
        {
            var line = string.Join("  ", row.Select((cell, c) => c == head.Count - 1 ? cell : cell.PadRight(widths[c])));
            yield return line.Length <= width ? line.TrimEnd() : string.Concat(line.AsSpan(0, width - 1), "…");
        }
    }

    /// <summary>A sentence over as many lines as it needs; all but the first are indented.</summary>
    public static IEnumerable<string> Wrap(string text, string first = "", string rest = "")
    {
        var line = first;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                (line, isEmpty) = (rest, true);
            }

            (line, isEmpty) = (isEmpty ? line + word : $"{line} {word}", false);
        }

        yield return line;
    }
}
