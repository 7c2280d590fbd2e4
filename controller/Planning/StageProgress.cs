namespace Rollout.Planning;

/// <summary>The stage that is open.</summary>
public sealed record StageProgress
{
    /// <summary>Place in <see cref="Stages.Effective"/>, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How many nodes it puts on the canary: the most that may be ordered.</summary>
    public required int Nodes { get; init; }

    /// <summary>Nodes of the whole fleet when it was opened.</summary>
    public required int FleetNodes { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When all its canaries first ran and were ready; its minimum duration counts from here. Null before.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>Runs towards the stage's deadline; stands while the rollout is paused or metrics or the fleet are out of reach.</summary>
    public StageClock Deadline { get; init; } = StageClock.Zero;

    /// <summary>Runs towards the progress deadline: only while a canary is not in place, summed over the stage, so that a crash loop
    /// ends.</summary>
    public StageClock Startup { get; init; } = StageClock.Zero;
}
