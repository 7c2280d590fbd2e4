namespace Rollout.Api;

/// <summary>The owner's budget of wrong decisions for a whole rollout, each in (0, 0.5].</summary>
public sealed record ErrorRates
{
    public decimal FalseRollback { get; init; } = 0.01m;

    public decimal FalsePromotion { get; init; } = 0.05m;
}
