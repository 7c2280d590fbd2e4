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

    /// <summary>Nothing is on trial and nothing is wrong: where series are short, such a one is the first to be left out.</summary>
    public bool IsAtRest { get; init; }

    /// <summary>Nodes of the open stage; 0 while there is none.</summary>
    public int StageNodes { get; init; }

    /// <summary>Nodes of the whole fleet; NaN while it cannot be seen.</summary>
    public double FleetNodes { get; init; } = double.NaN;

    /// <summary>Seconds that the open stage has been on trial, without pauses and outages; NaN while none is open.</summary>
    public double StageSeconds { get; init; } = double.NaN;

    /// <summary>Seconds that it was expected to last when the first forecast of it was made; NaN while there is none.</summary>
    public double StageForecastSeconds { get; init; } = double.NaN;

    /// <summary>What holds it, one of <see cref="HoldCauses"/>; null while nothing does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Every cause there is: each has a series, so that none appears or goes.</summary>
    public IReadOnlyList<string> HoldCauses { get; init; } = [];

    /// <summary>When the world was last looked at and the outcome recorded.</summary>
    public DateTimeOffset EvaluatedAt { get; init; }

    /// <summary>Every metric of the spec, whether anything is known of it or not.</summary>
    public IReadOnlyList<MetricGauges> Metrics { get; init; } = [];

    public IReadOnlyList<ProbeGauge> Probes { get; init; } = [];
}
