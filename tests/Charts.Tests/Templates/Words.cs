using System.Text;

namespace Rollout.Charts.Tests.Templates;

/// <summary>The words of an action.</summary>
internal static class Words
{
    public static List<Word> Of(string action, string place)
    {
        var words = new List<Word>();
        for (var at = 0; at < action.Length;)
        {
            var glued = at > 0 && !char.IsWhiteSpace(action[at - 1]);
            var letter = action[at];
            if (char.IsWhiteSpace(letter))
            {
                at++;
                continue;
            }

            var (word, next) = letter switch
            {
                '"' => Quoted(action, at, glued, place),
                '`' => Raw(action, at, glued, place),
                '.' => Run(action, at, WordKind.Field, glued, c => IsLetter(c) || c == '.'),
                '$' => Run(action, at, WordKind.Variable, glued, IsLetter),
                ':' when action[at..].StartsWith(":=", StringComparison.Ordinal) => (new Word(WordKind.Sign, ":=", glued), at + 2),
                '(' or ')' or '|' or ',' or '=' => (new Word(WordKind.Sign, letter.ToString(), glued), at + 1),
                _ when char.IsAsciiDigit(letter) => Run(action, at, WordKind.Number, glued, char.IsAsciiDigit),
                _ when IsLetter(letter) => Run(action, at, WordKind.Name, glued, IsLetter),
                _ => throw new TemplateFault($"{place}: '{letter}' is not served here"),
            };
            words.Add(word);
            at = next;
        }

        return words;
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private static (Word, int) Run(string action, int at, WordKind kind, bool glued, Func<char, bool> more)
    {
        var end = at + 1;
        while (end < action.Length && more(action[end]))
        {
            end++;
        }

        return (new Word(kind, action[at..end], glued), end);
    }

    private static (Word, int) Raw(string action, int at, bool glued, string place)
    {
        var end = action.IndexOf('`', at + 1);
        return end < 0 ? throw new TemplateFault($"{place}: a text is not closed") : (new Word(WordKind.Text, action[(at + 1)..end], glued), end + 1);
    }

    private static (Word, int) Quoted(string action, int at, bool glued, string place)
    {
        var text = new StringBuilder();
        for (at++; at < action.Length && action[at] != '"'; at++)
        {
            if (action[at] == '\\')
            {
                at++;
                text.Append(action[at] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    '"' => '"',
                    '\\' => '\\',
                    var other => throw new TemplateFault($"{place}: \\{other} is not served here"),
                });
            }
            else
            {
                text.Append(action[at]);
            }
        }

        return at < action.Length ? (new Word(WordKind.Text, text.ToString(), glued), at + 1) : throw new TemplateFault($"{place}: a text is not closed");
    }
}
