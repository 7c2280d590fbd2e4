namespace Rollout.Kubernetes.Watching;

/// <summary>What became of an object.</summary>
public enum ChangeKind
{
    Added,
    Modified,
    Deleted,
}
