using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>One stage of a rollout.</summary>
public sealed record StageSpec
{
    /// <summary>A number of nodes such as 1, or a percentage such as "25%" of the desired ones, rounded up, at least one.</summary>
    public required NodeCount Nodes { get; init; }

    /// <summary>A floor in wall time beside the evidence.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// The relative loss that must be excluded to leave this stage, such as "0.20". Left out: 0.20 while the canaries are at most a tenth of
    /// the fleet, 0.10 up to half, then the metric's own.
    /// </summary>
    [Field(Below = 1)]
    public decimal? Tolerance { get; init; }

    /// <summary>Of a DaemonSet: the labels of the machines that this stage takes.</summary>
    [Field(MaxLength = 63)]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
