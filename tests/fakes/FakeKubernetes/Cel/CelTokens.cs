using System.Globalization;
using System.Text;

namespace Rollout.FakeKubernetes.Cel;

/// <summary>Cuts an expression into tokens.</summary>
internal static class CelTokens
{
    private static readonly string[] Long = ["&&", "||", "==", "!=", "<=", ">="];

    public static List<CelToken> Read(string text)
    {
        var tokens = new List<CelToken>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                var end = at;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                if (end < text.Length && text[end] is '\'' or '"' && end - at == 1 && c is 'r' or 'b')
                {
                    tokens.Add(Quoted(text, ref end, c == 'r'));
                }
                else
                {
                    tokens.Add(new CelToken(CelTokenKind.Name, text[at..end], null));
                }

                at = end;
            }
            else if (char.IsDigit(c))
            {
                tokens.Add(Number(text, ref at));
            }
            else if (c is '\'' or '"')
            {
                tokens.Add(Quoted(text, ref at, false));
            }
            else
            {
                var sign = Long.FirstOrDefault(one => string.CompareOrdinal(text, at, one, 0, 2) == 0) ?? c.ToString();
                tokens.Add(new CelToken(CelTokenKind.Sign, sign, null));
                at += sign.Length;
            }
        }

        tokens.Add(new CelToken(CelTokenKind.End, "", null));
        return tokens;
    }

    private static CelToken Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '.' && at + 1 < text.Length
            && char.IsDigit(text[at + 1])))
        {
            at++;
        }

        var word = text[start..at].TrimEnd('u');
        object value = word.Contains('.', StringComparison.Ordinal)
            ? (object)double.Parse(word, CultureInfo.InvariantCulture)
            : long.Parse(word, CultureInfo.InvariantCulture);
        return new CelToken(CelTokenKind.Value, word, value);
    }

    private static CelToken Quoted(string text, ref int at, bool raw)
    {
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && !raw && at + 1 < text.Length)
            {
                at++;
                value.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                value.Append(text[at]);
            }

            at++;
        }

        if (at >= text.Length)
        {
            throw new CelFault("a string is not closed");
        }

        at++;
        return new CelToken(CelTokenKind.Value, value.ToString(), value.ToString());
    }
}
