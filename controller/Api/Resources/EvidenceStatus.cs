using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>
/// What a controller needs to go on where the last one stopped: sufficient statistics, constant in time. Texts, not objects: bounded by the
/// schema, kept to the byte, and one field to whoever tracks fields (decision 8).
/// </summary>
public sealed record EvidenceStatus
{
    public const int MostRecord = 256 << 10;
    public const int MostState = 8192;

    /// <summary>Metrics and probes.</summary>
    public const int MostStates = 40;

    /// <summary>Of the form of what follows.</summary>
    [Field(Least = 1)]
    public required int Version { get; init; }

    /// <summary>The write that this is: grows by one with each.</summary>
    [Field(Least = 0)]
    public required long Sequence { get; init; }

    /// <summary>The trial that the metrics' states belong to.</summary>
    [Field(Least = 0)]
    public int? Trial { get; init; }

    /// <summary>The controller's own progress.</summary>
    [Field(MaxLength = MostRecord)]
    public required string Progress { get; init; }

    /// <summary>Which nodes have been ready on what they run, and since when.</summary>
    [Field(MaxLength = MostRecord)]
    public string? Nodes { get; init; }

    /// <summary>Digest of the calibration that the metrics' states belong to, in the ConfigMap that this rollout owns.</summary>
    [Field(MaxLength = 64)]
    public string? Calibration { get; init; }

    /// <summary>Orders that were carried out or refused and whose annotations are still to be removed.</summary>
    [Field(MaxItems = 10, MaxLength = 600)]
    public IReadOnlyList<string> TakenOrders { get; init; } = [];

    /// <summary>The judge's state, metric by metric.</summary>
    [Field(MaxItems = MostStates, Key = "name")]
    public IReadOnlyList<MetricStateStatus> Metrics { get; init; } = [];
}
