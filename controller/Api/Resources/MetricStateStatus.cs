using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>The judge's state of one metric: at most 1 KiB a count, 4 KiB money.</summary>
public sealed record MetricStateStatus
{
    /// <summary>The metric, or probe/ and the probe.</summary>
    [Field(MaxLength = 100)]
    public required string Name { get; init; }

    /// <summary>The state.</summary>
    [Field(MaxLength = EvidenceStatus.MostState)]
    public required string State { get; init; }
}
