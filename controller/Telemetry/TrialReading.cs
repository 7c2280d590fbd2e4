namespace Rollout.Telemetry;

/// <summary>One trial as a trace shows it.</summary>
public sealed record TrialReading
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>What is on trial.</summary>
    public required string Revision { get; init; }

    /// <summary>When it was taken up; with the names it is the trial's identity.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The open stage; null while none is.</summary>
    public TrialStage? Stage { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public TrialEnd? End { get; init; }

    /// <summary>What has happened since the last reading.</summary>
    public IReadOnlyList<TrialEvent> Events { get; init; } = [];
}
