namespace Rollout.Server.Probing;

/// <summary>Where a pod is asked.</summary>
/// <param name="Number">Null: at the scheme's own port.</param>
public readonly record struct PodPort(int? Number);
