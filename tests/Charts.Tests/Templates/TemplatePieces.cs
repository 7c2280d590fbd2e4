namespace Rollout.Charts.Tests.Templates;

/// <summary>Cuts a template into text and actions; a dash inside the braces takes the white space beside it away, comments go.</summary>
internal static class TemplatePieces
{
    private static readonly char[] White = [' ', '\t', '\r', '\n'];

    public static IReadOnlyList<TemplatePiece> Cut(string template, string file)
    {
        var pieces = new List<TemplatePiece>();
        var at = 0;
        var trimNext = false;
        while (at <= template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            var text = open < 0 ? template[at..] : template[at..open];
            var line = 1 + template.AsSpan(0, open < 0 ? at : open).Count('\n');
            text = trimNext ? text.TrimStart(White) : text;
            if (open < 0)
            {
                pieces.Add(new TemplatePiece(false, text, line));
                break;
            }

            var close = End(template, open + 2);
            if (close < 0)
            {
                throw new TemplateFault($"{file}:{line}: an action is not closed");
            }

            var inside = template[(open + 2)..close];
            (inside, var trimBefore, trimNext) = Dashes(inside);
            pieces.Add(new TemplatePiece(false, trimBefore ? text.TrimEnd(White) : text, line));
            if (!inside.StartsWith("/*", StringComparison.Ordinal))
            {
                pieces.Add(new TemplatePiece(true, inside, line));
            }

            at = close + 2;
        }

        return pieces;
    }

    /// <summary>Where the braces close that stand outside of texts and comments.</summary>
    private static int End(string template, int from)
    {
        for (var at = from; at < template.Length - 1; at++)
        {
            if (template.AsSpan(at).StartsWith("/*"))
            {
                at = template.IndexOf("*/", at + 2, StringComparison.Ordinal) + 1;
                if (at == 0)
                {
                    return -1;
                }
            }
            else if (template[at] is '"' or '`')
            {
                var quote = template[at];
                for (at++; at < template.Length && template[at] != quote; at++)
                {
                    at += quote == '"' && template[at] == '\\' ? 1 : 0;
                }
            }
            else if (template.AsSpan(at).StartsWith("}}"))
            {
                return at;
            }
        }

        return -1;
    }

    private static (string Inside, bool Before, bool After) Dashes(string inside)
    {
        var before = inside.Length > 1 && inside[0] == '-' && White.Contains(inside[1]);
        inside = before ? inside[2..] : inside;
        var after = inside.Length > 1 && inside[^1] == '-' && White.Contains(inside[^2]);
        return ((after ? inside[..^2] : inside).Trim(White), before, after);
    }
}
