namespace Rollout.Judge;

/// <summary>
/// Where harm is proven in a rollout of planned length (judge/README.md 4 and 5.3): lower than ln(1/alpha) as long as time and information
/// are within the plan, higher afterwards; alpha in all. Made once at the start, from what was planned; serialisable.
/// </summary>
public sealed record HorizonThreshold
{
    /// <summary>Within the plan: 0.9 alpha is spent on it.</summary>
    public required double LogThreshold { get; init; }

    /// <summary>Beyond the plan: ln(1/(0.1 alpha)).</summary>
    public required double LogLate { get; init; }

    /// <summary>By metric: information that was planned for.</summary>
    public required IReadOnlyDictionary<string, double> PlannedInformation { get; init; }

    /// <summary>End of the planned time.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Rollouts without harm that were simulated.</summary>
    public required int Paths { get; init; }

    public required long Seed { get; init; }

    /// <summary>The threshold on the log of the weighted sum of all e-values that holds now.</summary>
    /// <param name="asOf">End of the last bucket that was used; null before the first.</param>
    /// <param name="spent">By metric: information gathered so far (<see cref="HorizonThresholds.Spent"/>). One that was not planned is beyond the plan.</param>
    public double At(DateTimeOffset? asOf, IReadOnlyDictionary<string, double> spent) =>
        asOf > End || spent.Any(s => !PlannedInformation.TryGetValue(s.Key, out var planned) || s.Value > planned) ? LogLate : LogThreshold;
}
