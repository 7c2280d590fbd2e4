using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollout.Demo.Tests.Terminal;

/// <summary>What a person sees after a terminal has drawn: the few controls of ECMA-48 that a live display uses, no scrolling.</summary>
internal static partial class Screen
{
    /// <summary>Its rows, without the empty ones.</summary>
    /// <exception cref="NotSupportedException">A control it does not know.</exception>
    public static IReadOnlyList<string> RowsAfter(string drawn)
    {
        var rows = new List<StringBuilder>();
        var (row, column) = (0, 0);
        foreach (Match token in Tokens().Matches(drawn))
        {
            while (rows.Count <= row)
            {
                rows.Add(new StringBuilder());
            }

            switch (token.Value)
            {
                case "\r": column = 0; break;
                case "\n": (row, column) = (row + 1, 0); break;
                case var text when text[0] != '\u001b': column = Put(rows[row], column, text); break;
                case var move when move[^1] == 'A': row = Math.Max(0, row - Steps(move)); break;
                case var erase when erase[^1] == 'K': rows[row].Length = erase == "\u001b[2K" ? 0 : Math.Min(column, rows[row].Length); break;
                case var style when style[^1] is 'm' or 'h' or 'l': break;
                case var other: throw new NotSupportedException($"control {other[1..]}");
            }
        }

        return [.. rows.Select(r => r.ToString().TrimEnd()).Where(r => r.Length > 0)];
    }

    /// <summary>None, none that can be read and 0 all mean 1, as terminals have it.</summary>
    private static int Steps(string move) => int.TryParse(move[2..^1], CultureInfo.InvariantCulture, out var steps) && steps > 0 ? steps : 1;

    private static int Put(StringBuilder row, int column, string text)
    {
        row.Append(' ', Math.Max(0, column + text.Length - row.Length));
        row.Remove(column, text.Length).Insert(column, text);
        return column + text.Length;
    }

    [GeneratedRegex("\\u001b\\[[0-9;?-]*[A-Za-z]|\\r|\\n|[^\\r\\n\\u001b]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tokens();
}
