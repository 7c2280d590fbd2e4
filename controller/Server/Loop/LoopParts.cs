using Microsoft.Extensions.Logging;
using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Recording.Sqlite;

namespace Rollout.Server.Loop;

/// <summary>What a rollout's loop is made of.</summary>
public sealed record LoopParts
{
    public required FleetFile File { get; init; }

    public required IFleet Fleet { get; init; }

    public required SqliteRecorder Recorder { get; init; }

    public required IMetricSession Session { get; init; }

    /// <summary>What the metrics' store remembers from before the controller came; null: of no metric anything.</summary>
    public Func<string, MetricPast?>? Past { get; init; }

    public required ProbeWatch Probes { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
