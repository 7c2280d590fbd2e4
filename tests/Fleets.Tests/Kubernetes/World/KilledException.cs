namespace Rollout.Fleets.Tests.Kubernetes.World;

/// <summary>The controller ended here.</summary>
internal sealed class KilledException : Exception;
