using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Rollout.Api;

namespace Rollout.Server.Probing;

/// <summary>
/// <c>{$.items[0].sku: tea}</c>: a JSON path as a key between braces, which YAML 1.2 (section 7.3.3, plain style in flow) allows only in quotes.
/// Puts them on. Pure.
/// </summary>
internal static partial class FlowPaths
{
    /// <summary>The text with the paths of the line that is no YAML in quotes; null: there are none on it.</summary>
    /// <param name="text">One document.</param>
    /// <param name="problems">The first names the line.</param>
    public static string? Quoted(string text, IReadOnlyList<Problem> problems)
    {
        if (problems is not [{ Place: { } place }, ..] || Line().Match(place) is not { Success: true } named
            || !int.TryParse(named.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var lines = text.Split('\n');
        if (number < 1 || number > lines.Length || Line(lines[number - 1]) is not { } quoted)
        {
            return null;
        }

        lines[number - 1] = quoted;
        return string.Join('\n', lines);
    }

    /// <summary>Null where nothing is to be quoted. What stands in quotes already, or in a comment, is left alone.</summary>
    private static string? Line(string line)
    {
        var (result, quote, changed) = (new StringBuilder(), '\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var at = line[i];
            if (quote == '\0' && at == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                result.Append(line, i, line.Length - i);
                break;
            }

            result.Append(at);
            if (quote == '\0' && at is '{' or ',' && Path().Match(line, i + 1) is { Success: true } path)
            {
                result.Append(path.Groups["space"].ValueSpan).Append('"').Append(path.Groups["path"].ValueSpan).Append('"');
                (i, changed) = (i + path.Length, true);
            }
            else if (quote == '\0' ? at is '"' or '\'' : at == quote)
            {
                quote = quote == '\0' ? at : '\0';
            }
        }

        return changed ? result.ToString() : null;
    }

    [GeneratedRegex(@":(\d+)( |\z)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\G(?<space>[ ]*)(?<path>\$[^\s{}""',:\\#]*\[[^\s{}""',:\\#]*)(?=[ ]*:[ ])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Path();
}
