namespace Rollout.Api;

/// <summary>
/// The shape of the stable nodes' answers is learnt, and the canary's compared with it: a break that no status and no pattern shows.
/// </summary>
public sealed record ContractCheck
{
    /// <summary>Names of steps; empty: every HTTP step.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>JSON paths (<c>$.items[*].note</c>) whose shape, and all below it, says nothing.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Answers of stable nodes that must have been seen before a difference is one.</summary>
    public int MinAnswers { get; init; } = 5;
}
