using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The kinds of the API that fleets are made of.</summary>
public static class WorkloadTypes
{
    public static ResourceType Deployments { get; } = new("apps", "v1", "deployments", "Deployment");

    public static ResourceType StatefulSets { get; } = new("apps", "v1", "statefulsets", "StatefulSet");

    public static ResourceType DaemonSets { get; } = new("apps", "v1", "daemonsets", "DaemonSet");

    public static ResourceType ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet");

    public static ResourceType ControllerRevisions { get; } = new("apps", "v1", "controllerrevisions", "ControllerRevision");

    public static ResourceType Pods { get; } = new("", "v1", "pods", "Pod");

    public static ResourceType Nodes { get; } = new("", "v1", "nodes", "Node", Namespaced: false);
}
