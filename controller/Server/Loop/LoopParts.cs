using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Fleets;
using Rollout.Metrics;
using Rollout.Recording;

using Rollout.Server.Notices;

namespace Rollout.Server.Loop;

/// <summary>What a rollout's loop is made of, whatever its fleet is and wherever it is recorded.</summary>
public sealed record LoopParts
{
    public required RolloutKey Key { get; init; }

    /// <summary>As it holds now. Exchanged between two passes only (<see cref="RunningRollout.Adopt"/>).</summary>
    public required StaggeredRolloutSpec Spec { get; set; }

    public required ILookout Lookout { get; init; }

    public required IFleet Fleet { get; init; }

    public required IRecorder Recorder { get; init; }

    public required ISeries Series { get; init; }

    public required IOrderDesk Desk { get; init; }

    public required IMetricSession Session { get; init; }

    /// <summary>What the metrics' store remembers from before the controller came; null: of no metric anything.</summary>
    public Func<string, MetricPast?>? Past { get; init; }

    /// <summary>
    /// How long after its end a bucket is read; zero: at once, and then the first reading must be on time. More only where a store is asked for
    /// what was, as of an explicit time.
    /// </summary>
    public TimeSpan ReadAfter { get; init; }

    public required IProbeWatch Probes { get; init; }

    /// <summary>What people read in a status beside the record; null: there is no such status.</summary>
    public Func<PassDraft, PublishedStatus>? Publish { get; init; }

    /// <summary>A platform goes on working after a change was ordered: the level is ordered again until it is settled.</summary>
    public bool OrdersUntilSettled { get; init; }

    /// <summary>Called when a pass is wanted before its time; null: the loop wakes itself.</summary>
    public Action? Woken { get; init; }

    /// <summary>Tells the receivers of the spec; null: nobody is told.</summary>
    public Courier? Courier { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
