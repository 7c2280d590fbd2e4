using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>
/// The shape of the stable nodes' answers is learnt, and the canary's compared with it: a break that no status and no pattern shows.
/// </summary>
public sealed record ContractCheck
{
    /// <summary>A name of a step, or a list. Left out: every HTTP step.</summary>
    [Field(Form = FieldForm.TextOrTexts, MaxLength = 100)]
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>A JSON path (<c>$.items[*].note</c>), or a list, whose shape, and all below it, says nothing; <c>status</c> is the answer's.</summary>
    [Field(Form = FieldForm.TextOrTexts, Pattern = Patterns.ContractPath)]
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Answers of stable nodes that must have been seen before a difference is one.</summary>
    [Field(Least = 1, Most = 1000)]
    public int MinAnswers { get; init; } = 5;
}
