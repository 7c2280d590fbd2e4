namespace Rollout.Judge;

/// <summary>What all metrics of a rollout say together.</summary>
public sealed record Judgement
{
    public required Verdict Verdict { get; init; }

    /// <summary>Natural log of the weighted sum of the harm sides' e-values.</summary>
    public double LogEHarm { get; init; }

    /// <summary>ln(1/alpha): where harm is proven.</summary>
    public double HarmThreshold { get; init; }

    /// <summary>Metrics that harm is proven of, each at the same alpha (closed testing): empty unless the verdict is worse.</summary>
    public IReadOnlyList<string> Blamed { get; init; } = [];

    /// <summary>Objectives whose safe side is not reached yet.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
}
