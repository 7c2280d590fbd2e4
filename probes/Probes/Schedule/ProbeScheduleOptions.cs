namespace Rollout.Probes.Schedule;

/// <summary>What a schedule does beside running probes and telling the board.</summary>
public sealed record ProbeScheduleOptions
{
    /// <summary>Runs under way at once, over all targets; a target that hangs takes one of them until its time-out.</summary>
    public int AtOnce { get; init; } = 32;

    /// <summary>The test customer of a probe; null for none.</summary>
    /// <remarks>May throw <see cref="ProbeTroubleException"/>: no run is made then, and the board shows why.</remarks>
    public Func<ProbeAssignment, CancellationToken, ValueTask<ProbeCustomer?>> Customer { get; init; } = (_, _) => new((ProbeCustomer?)null);

    /// <summary>What a run means beside what it expected itself: where contracts are compared.</summary>
    public Func<ProbeAssignment, ProbeResult, ProbeResult> Judged { get; init; } = (_, result) => result;

    /// <summary>Told of every run, and of how many runs fell due meanwhile; after the board.</summary>
    public Action<ProbeAssignment, ProbeResult, int>? Seen { get; init; }

    /// <summary>Told of every run that could not be made.</summary>
    public Action<ProbeAssignment, string>? Troubled { get; init; }
}
