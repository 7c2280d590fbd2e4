namespace Rollout.Metrics.Selectors;

/// <summary>How a matcher compares.</summary>
public enum MatchKind
{
    Equal,
    NotEqual,

    /// <summary>The whole value matches the regular expression.</summary>
    Matches,
    NotMatches,
}
