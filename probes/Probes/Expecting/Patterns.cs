using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Rollout.Api;

namespace Rollout.Probes.Expecting;

/// <summary>The regular expressions of probes: no look-around, no back-references, made once, and with a time limit that holds (<see cref="UserExpression"/>).</summary>
internal static class Patterns
{
    /// <summary>
    /// Of one search. Wide enough that a controller under load does not fail a healthy target.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

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
            _ = UserExpression.Of(pattern, RegexOptions.CultureInvariant, Limit);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    /// <summary>What is said of a search that took too long.</summary>
    public static Mismatch TooLong(RegexMatchTimeoutException e) =>
        new($"an answer that can be searched for {Redaction.Expression(e.Pattern, 2000)} within {DurationText.Format(Limit)}", "one that takes longer");

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

        return Kept[pattern] = UserExpression.Of(pattern, RegexOptions.CultureInvariant, Limit);
    }
}
