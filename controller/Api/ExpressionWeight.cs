namespace Rollout.Api;

/// <summary>
/// How much a regular expression repeats: what its repetitions come to when they are written out, one within another multiplied. Read from the text
/// alone, rather too high than too low. Pure.
/// </summary>
public static class ExpressionWeight
{
    private const long Most = 1_000_000;

    /// <summary>0 for one that repeats nothing; at most a million, which stands for all that is more, and for what cannot be told.</summary>
    public static long Of(string pattern)
    {
        var outer = new Stack<(long Once, long Repeated)>();
        (long Once, long Repeated) here = (0, 0);
        for (var i = 0; i < pattern.Length;)
        {
            (long Once, long Repeated) item = (1, 0);
            var group = false;
            switch (pattern[i])
            {
                case '(' when SpacesMeanNothing(pattern, i):
                    return Most;
                case '(':
                    outer.Push(here);
                    (here, i) = ((0, 0), AfterOpening(pattern, i));
                    continue;
                case '|':
                    i++;
                    continue;
                case ')' when outer.Count > 0:
                    (item, here, group) = (here, outer.Pop(), true);
                    i++;
                    break;
                case '\\':
                    i += 2;
                    break;
                case '[':
                    i = AfterClass(pattern, i);
                    break;
                default:
                    i++;
                    break;
            }

            (var times, i) = Quantifier(pattern, i, group);
            here = times is not { } many ? (here.Once + item.Once, Math.Min(Most, here.Repeated + item.Repeated))
                : (here.Once, Math.Min(Most, here.Repeated + (Math.Max(1, item.Once + item.Repeated) * many)));
        }

        return here.Repeated;
    }

    /// <summary>How often the item before it is repeated, and what follows; null where there is none.</summary>
    private static (long? Times, int Next) Quantifier(string pattern, int at, bool group)
    {
        if (at >= pattern.Length)
        {
            return (null, at);
        }

        switch (pattern[at])
        {
            case '?':
                return (1, AfterLazy(pattern, at + 1));
            case '*' or '+':
                // A single character that is repeated without end is one state; a group within a group doubles what there is to follow.
                return (group ? 2 : 1, AfterLazy(pattern, at + 1));
            case '{':
                var end = pattern.IndexOf('}', at);
                return end > at && Highest(pattern.AsSpan(at + 1, end - at - 1)) is { } highest ? (highest, AfterLazy(pattern, end + 1)) : (null, at);
            default:
                return (null, at);
        }
    }

    /// <summary>Of <c>n</c>, <c>n,</c> and <c>n,m</c> the greatest; null for anything else, which is text.</summary>
    private static long? Highest(ReadOnlySpan<char> bounds)
    {
        var comma = bounds.IndexOf(',');
        if (comma < 0)
        {
            return Number(bounds);
        }

        var least = Number(bounds[..comma]);
        return comma == bounds.Length - 1 ? least + 1 : Number(bounds[(comma + 1)..]) is { } most && least is { } some ? Math.Max(some, most) : null;
    }

    private static long? Number(ReadOnlySpan<char> text) =>
        text.IsEmpty || text.ContainsAnyExceptInRange('0', '9') ? null : text.Length > 6 ? Most : long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int AfterLazy(string pattern, int at) => at < pattern.Length && pattern[at] == '?' ? at + 1 : at;

    /// <summary>Behind <c>(</c>, <c>(?:</c>, or the question mark of another kind, whose name counts as text.</summary>
    private static int AfterOpening(string pattern, int at) =>
        string.CompareOrdinal(pattern, at, "(?:", 0, 3) == 0 ? at + 3 : at + 1 < pattern.Length && pattern[at + 1] == '?' ? at + 2 : at + 1;

    /// <summary>Behind the bracket that ends the class, with the classes that are taken out of it: <c>[a-z-[aeiou]]</c>.</summary>
    private static int AfterClass(string pattern, int at)
    {
        var (depth, first) = (1, true);
        for (var i = at + 1; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '^' when first && pattern[i - 1] == '[':
                    continue;
                case ']' when !first && --depth == 0:
                    return i + 1;
                case '[' when !first && pattern[i - 1] == '-':
                    (depth, first) = (depth + 1, true);
                    continue;
            }

            first = false;
        }

        return pattern.Length;
    }

    /// <summary>Whether the options that begin here let white space stand between a group and what repeats it: <c>(?x)</c>, <c>(?i-x:</c>.</summary>
    private static bool SpacesMeanNothing(string pattern, int at)
    {
        for (var i = at + 2; at + 1 < pattern.Length && pattern[at + 1] == '?' && i < pattern.Length && (char.IsAsciiLetter(pattern[i]) || pattern[i] is '-' or '+'); i++)
        {
            if (pattern[i] is 'x' or 'X')
            {
                return true;
            }
        }

        return false;
    }
}
