namespace Rollout.Probes;

/// <summary>How a probe stands on a node. Immutable.</summary>
public sealed record ProbeStanding
{
    public required string Probe { get; init; }

    public required string Node { get; init; }

    /// <summary>What the node runs; the counts are of runs against it. Null: not told.</summary>
    public string? Revision { get; init; }

    public ProbeHealth Health { get; init; }

    public int ConsecutiveFailures { get; init; }

    /// <summary>Runs that passed since the revision started on the node.</summary>
    public long Successes { get; init; }

    /// <summary>Runs that failed since the revision started on the node.</summary>
    public long Failures { get; init; }

    /// <summary>Runs that were due while the one before was still going on.</summary>
    public long Overdue { get; init; }

    /// <summary>When the latest run began; null: none since the revision started.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>Of the latest run; null where it passed.</summary>
    public ProbeFailure? Failure { get; init; }

    /// <summary>Why no run is possible at all (a fault of ours, not of the node); null while all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>After one more run. One success ends a row of failures.</summary>
    /// <param name="result">The run.</param>
    /// <param name="failAfter">Failures in a row before the probe says Failing.</param>
    public ProbeStanding After(ProbeResult result, int failAfter)
    {
        if (result.Failure is not { } failed)
        {
            return this with
            {
                Health = ProbeHealth.Passing,
                ConsecutiveFailures = 0,
                Successes = Successes + 1,
                LastRun = result.StartedAt,
                Failure = null,
                Trouble = null,
            };
        }

        var inARow = ConsecutiveFailures + 1;
        return this with
        {
            Health = inARow >= failAfter ? ProbeHealth.Failing : Health,
            ConsecutiveFailures = inARow,
            Failures = Failures + 1,
            LastRun = result.StartedAt,
            Failure = new ProbeFailure(failed.Step, failed.Expected ?? "a pass", failed.Got ?? "a failure", failed.Body, result.StartedAt),
            Trouble = null,
        };
    }
}
