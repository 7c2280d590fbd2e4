using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>Who has to know, whatever each receiver is told otherwise: names of receivers.</summary>
public sealed record OnCallPlan
{
    /// <summary>Told when a release that declares a break of its API, or is of a class of risk in highRisk, is taken up: before stage one.</summary>
    [Field(MaxItems = 10, MaxLength = 63)]
    public IReadOnlyList<string> BeforeStageOne { get; init; } = [];

    /// <summary>Told when a revision is rolled back, whoever or whatever decided it.</summary>
    [Field(MaxItems = 10, MaxLength = 63)]
    public IReadOnlyList<string> OnRollback { get; init; } = [];

    /// <summary>The classes of risk (the release's staggered.dev/risk) that count as high.</summary>
    [Field(MaxItems = 10, MaxLength = 63)]
    public IReadOnlyList<string> HighRisk { get; init; } = ["high"];
}
