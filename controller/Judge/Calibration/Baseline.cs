using System.Text.Json.Serialization;

namespace Rollout.Judge;

/// <summary>What the fleet's past says about one metric: made once at the start of a rollout, never changed. Serialisable.</summary>
public sealed record Baseline
{
    public int Version { get; init; } = 1;

    /// <summary>Nodes with a share of their own from history; any other node is expected to do as <see cref="NewNode"/>.</summary>
    public required IReadOnlyDictionary<string, NodeExpectation> Nodes { get; init; }

    /// <summary>What is expected of a node without history: the equal share.</summary>
    public required NodeExpectation NewNode { get; init; }

    public required PartBaseline Orders { get; init; }

    /// <summary>Null for a count, and where nothing is known of values.</summary>
    public PartBaseline? Money { get; init; }

    /// <summary>Null unless order values are known.</summary>
    public PartBaseline? Rank { get; init; }

    /// <summary>Null unless order values are known.</summary>
    public ValueScale? Values { get; init; }

    /// <summary>Squared coefficient of variation of order values, where only sums and counts are known.</summary>
    public double? SquaredVariation { get; init; }

    /// <summary>The canaries' share of the fleet's events at the start, every node present.</summary>
    public required double ExpectedShare { get; init; }

    /// <summary>
    /// How long sessions go on to bring events: the time constant by which they fade (zero: events fall in the bucket of their session, as
    /// errors do with requests). Null where sessions are not known: then nodes are expected to keep their share of the events.
    /// </summary>
    public TimeSpan? TrafficMemory { get; init; }

    /// <summary>Calibration of the split of the sessions themselves; null where the history has none.</summary>
    public PartBaseline? Split { get; init; }

    /// <summary>Events that a gauge's unit is worth; null for other kinds.</summary>
    public double? GaugeScale { get; init; }

    /// <summary>What is missing to judge at all; null when nothing is.</summary>
    public string? Missing { get; init; }

    /// <summary>Of a latency: one ratio for each bound.</summary>
    public IReadOnlyList<LatencyBound> Bounds { get; init; } = [];

    /// <summary>Threshold of the rollout that this is the baseline of, the same for all its metrics; null where it is ln(1/alpha) for ever.</summary>
    public HorizonThreshold? Horizon { get; init; }

    /// <summary>What the whole fleet does in each hour, from its history; null where that holds no event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FleetRhythm? Rhythm { get; init; }

    /// <summary>How well the rhythm foretells the fleet's level; null where the history is too short to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FleetLevelCalibration? Level { get; init; }

    public int HistoryBuckets { get; init; }

    /// <summary>What a reader of the verdict must know about its foundation.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    internal NodeExpectation Of(string node) => Nodes.TryGetValue(node, out var known) ? known : NewNode;
}
