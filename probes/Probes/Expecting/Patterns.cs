using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Rollout.Probes.Expecting;

/// <summary>The regular expressions of probes: linear time (no look-around, no back-references), made once, and with a time limit.</summary>
internal static class Patterns
{
    /// <summary>
    /// Wide enough that a controller under load does not fail a healthy target; linear time and a bounded body are the real bound.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <exception cref="RegexMatchTimeoutException">The search took too long.</exception>
    public static bool IsMatch(string pattern, string text) => Of(pattern).IsMatch(text);

    /// <summary>The first group, or the whole match where there is none; null where nothing matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">The search took too long.</exception>
    public static string? First(string pattern, string text) =>
        Of(pattern).Match(text) is { Success: true } match ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value : null;

    /// <summary>Why the text is no such expression; null where it is one.</summary>
    public static string? Fault(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Linear, Limit);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private static Regex Of(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (Kept.Count >= MostKept)
        {
            // Patterns with captured values in them come and go.
            Kept.Clear();
        }

        return Kept[pattern] = new Regex(pattern, Linear, Limit);
    }
}
