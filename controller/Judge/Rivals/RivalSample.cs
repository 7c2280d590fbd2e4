namespace Rollout.Judge;

/// <summary>
/// What the rules of others see of one bucket. Nodes without a reading are left out; a bucket without a reading of the canary is
/// not shown to a rule at all.
/// </summary>
public readonly record struct RivalSample
{
    /// <summary>The canary's figure: money, or events where events are judged.</summary>
    public required double Canary { get; init; }

    /// <summary>The same figure of every control that has a reading.</summary>
    public required ReadOnlyMemory<double> Controls { get; init; }

    /// <summary>The same figure of the one node that serves as a 1:1 baseline; NaN where it has no reading.</summary>
    public required double Baseline { get; init; }

    /// <summary>The canary's events.</summary>
    public required double CanaryEvents { get; init; }

    /// <summary>The fleet's events, the canary's included.</summary>
    public required double FleetEvents { get; init; }

    /// <summary>rho, the canary's expected share of the fleet's events, in (0, 1). Only rules that know of shares look at it.</summary>
    public required double Share { get; init; }
}
