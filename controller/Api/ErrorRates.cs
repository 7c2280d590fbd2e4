using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>The owner's budget of wrong decisions for a whole rollout, however often it is looked at.</summary>
public sealed record ErrorRates
{
    /// <summary>The chance that a revision as good as stable is rolled back.</summary>
    [Field(UpTo = 0.5)]
    public decimal FalseRollback { get; init; } = 0.01m;

    /// <summary>The chance that a revision that loses more than the tolerance is promoted.</summary>
    [Field(UpTo = 0.5)]
    public decimal FalsePromotion { get; init; } = 0.05m;
}
