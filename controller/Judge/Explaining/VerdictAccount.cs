namespace Rollout.Judge;

/// <summary>What a sentence about a verdict has to know beside the assessment.</summary>
public sealed record VerdictAccount
{
    /// <summary>"shop-canary", "n0 and n1".</summary>
    public required string Canary { get; init; }

    /// <summary>Whether the canaries are several: "earn" instead of "earns".</summary>
    public bool Several { get; init; }

    /// <summary>What is compared where it is no money: "orders", "errors"; null: money, which is earned.</summary>
    public string? Events { get; init; }

    public Direction Direction { get; init; } = Direction.HigherIsBetter;

    /// <summary>How long it has been judged; null or zero: not yet.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>The change for the worse that the safe side excludes.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Budget of false rollbacks.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Time still expected until the tolerance is excluded if nothing is lost, in half of the rollouts.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The same in nine of ten.</summary>
    public TimeSpan? RemainingMostly { get; init; }

    /// <summary>Whether this fleet can exclude the tolerance at all; null: not known.</summary>
    public bool? Possible { get; init; }

    /// <summary>Why nothing can be read, or what is wrong with the description.</summary>
    public string? Trouble { get; init; }
}
