using System.Text.RegularExpressions;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Regular expressions as RE2 reads them: <c>$</c> is the end of the text, never a place before a last line break.</summary>
internal static partial class Re2
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static bool IsMatch(string text, string pattern) =>
        Regex.IsMatch(text, pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "\\z" : pattern,
            RegexOptions.CultureInvariant, Longest);

    /// <summary>Why RE2 does not take a pattern, null where it does: what .NET alone knows (looking around, references back) is refused.</summary>
    public static string? Fault(string pattern)
    {
        if (Foreign().Match(Plain().Replace(pattern, "x")) is { Success: true } foreign)
        {
            return $"error parsing regexp: invalid or unsupported Perl syntax: `{foreign.Value}`";
        }

        foreach (Match repeat in Repeat().Matches(pattern))
        {
            if (repeat.Value.Trim('{', '}').Split(',').Any(part => part.Length > 4 || part.Length == 4 && part != "1000"))
            {
                return $"error parsing regexp: invalid repeat count: `{repeat.Value}`";
            }
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, Longest);
            return null;
        }
        catch (ArgumentException fault)
        {
            return $"error parsing regexp: {fault.Message}";
        }
    }

    /// <summary>Sets of characters and escaped signs: what stands in them says nothing.</summary>
    [GeneratedRegex(@"\\[^1-9ZGKkz]|\[\^?\]?(?:\\.|[^\]\\])*\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\(\?<?[=!]|\(\?[>#']|\\[1-9ZGKk]|[*+?}]\+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();

    [GeneratedRegex(@"\{[0-9]+(?:,[0-9]*)?\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Repeat();
}
