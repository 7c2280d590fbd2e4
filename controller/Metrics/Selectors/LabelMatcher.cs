using System.Text.RegularExpressions;
using Rollout.Api;

namespace Rollout.Metrics.Selectors;

/// <summary>One condition on a label. A label that is not there has the empty value, as in Prometheus.</summary>
public sealed record LabelMatcher(string Label, MatchKind Kind, string Value)
{
    /// <summary>
    /// Wide enough for a machine under load; what is linear in the value, which is bounded, never needs it.
    /// </summary>
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(5);

    private readonly Regex? pattern = Kind is MatchKind.Matches or MatchKind.NotMatches ? Compile(Value) : null;

    /// <summary>Throws RegexMatchTimeoutException at worst.</summary>
    public bool Accepts(string value) => Kind switch
    {
        MatchKind.Equal => string.Equals(value, Value, StringComparison.Ordinal),
        MatchKind.NotEqual => !string.Equals(value, Value, StringComparison.Ordinal),
        MatchKind.Matches => pattern!.IsMatch(value),
        MatchKind.NotMatches => !pattern!.IsMatch(value),
    };

    public override string ToString()
    {
        var sign = Kind switch { MatchKind.Equal => "=", MatchKind.NotEqual => "!=", MatchKind.Matches => "=~", MatchKind.NotMatches => "!~" };
        var quoted = Value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{Label}{sign}\"{quoted}\"";
    }

    /// <summary>
    /// Anchored at both ends. Throws ArgumentException or NotSupportedException for what such a pattern cannot be.
    /// </summary>
    internal static Regex Compile(string pattern) =>
        UserExpression.Of($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, RegexTimeout);
}
