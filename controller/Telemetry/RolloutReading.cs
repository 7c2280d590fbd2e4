namespace Rollout.Telemetry;

/// <summary>How one rollout stands, as its gauges show it.</summary>
public sealed record RolloutReading
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="Phases"/>.</summary>
    public required string Phase { get; init; }

    /// <summary>Every phase there is: each has a series, so that none appears or goes.</summary>
    public required IReadOnlyList<string> Phases { get; init; }

    /// <summary>Nodes of the open stage; 0 while there is none.</summary>
    public int StageNodes { get; init; }

    /// <summary>Every metric of the spec, whether anything is known of it or not.</summary>
    public IReadOnlyList<MetricGauges> Metrics { get; init; } = [];

    public IReadOnlyList<ProbeGauge> Probes { get; init; } = [];
}
