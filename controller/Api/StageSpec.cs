namespace Rollout.Api;

/// <summary>One stage of a rollout.</summary>
public sealed record StageSpec
{
    public required NodeCount Nodes { get; init; }

    /// <summary>A floor in wall time beside the evidence.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.Zero;

    /// <summary>Relative loss to exclude before leaving the stage, 0 to 1; null: 0.20 up to a tenth of the fleet, 0.10 up to half, then the metric's own.</summary>
    public decimal? Tolerance { get; init; }

    /// <summary>DaemonSet: which machines.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
