using System.Text.RegularExpressions;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Regular expressions as RE2 reads them: <c>$</c> is the end of the text, never a place before a last line break.</summary>
internal static class Re2
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static bool IsMatch(string text, string pattern) =>
        Regex.IsMatch(text, pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "\\z" : pattern,
            RegexOptions.CultureInvariant, Longest);
}
