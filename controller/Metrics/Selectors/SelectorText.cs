using System.Text;

namespace Rollout.Metrics.Selectors;

/// <summary>Reads a selector's text from left to right.</summary>
internal sealed class SelectorText(string text)
{
    public int At { get; private set; }

    public bool AtEnd => At >= text.Length;

    /// <summary>False once the reading has lost its place, so that what follows would only be guessed at.</summary>
    public bool Usable { get; private set; } = true;

    public char Next => AtEnd ? '\0' : text[At];

    public void Skip(int characters) => At += characters;

    public void Lose()
    {
        Usable = false;
        At = text.Length;
    }

    public void SkipBlanks()
    {
        while (!AtEnd && text[At] is ' ' or '\t' or '\n' or '\r')
        {
            At++;
        }
    }

    public bool Take(char wanted)
    {
        if (Next != wanted || AtEnd)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>A name of letters, digits and _ (and colons); empty where there is none.</summary>
    public string Word(bool colons)
    {
        var from = At;
        while (!AtEnd && (char.IsAsciiLetter(Next) || Next == '_' || (colons && Next == ':') || (At > from && char.IsAsciiDigit(Next))))
        {
            At++;
        }

        return text[from..At];
    }

    /// <summary>The operators =, !=, =~, !~; null where there is none.</summary>
    public MatchKind? Operator()
    {
        (string Text, MatchKind Kind)[] operators =
            [("=~", MatchKind.Matches), ("!~", MatchKind.NotMatches), ("!=", MatchKind.NotEqual), ("=", MatchKind.Equal)];
        foreach (var (sign, kind) in operators)
        {
            if (string.CompareOrdinal(text, At, sign, 0, sign.Length) == 0)
            {
                At += sign.Length;
                return kind;
            }
        }

        return null;
    }

    /// <summary>A quoted text: double or single quotes with escapes, or backticks without. Null with the reason where it is none.</summary>
    public string? Quoted(out string? wrong)
    {
        wrong = null;
        var quote = Next;
        if (quote is not ('"' or '\'' or '`'))
        {
            wrong = "the value is not in quotes";
            return null;
        }

        var value = new StringBuilder();
        for (At++; !AtEnd; At++)
        {
            if (Next == quote)
            {
                At++;
                return value.ToString();
            }

            if (Next != '\\' || quote == '`')
            {
                value.Append(Next);
                continue;
            }

            At++;
            if (Unescape(Next) is not { } c)
            {
                wrong = AtEnd ? "the value is not closed" : $"\\{Next} is no escape; a backslash itself is written \\\\";
                return null;
            }

            value.Append(c);
        }

        wrong = "the value is not closed";
        return null;
    }

    private static char? Unescape(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '\\' or '"' or '\'' => c,
        _ => null,
    };
}
