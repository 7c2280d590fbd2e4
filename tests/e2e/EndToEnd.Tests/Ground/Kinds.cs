using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>The kinds that the scenarios speak of, as the API serves them.</summary>
internal static class Kinds
{
    public static ResourceType Rollouts { get; } = new("staggered.dev", "v1alpha1", "staggeredrollouts", "StaggeredRollout");

    public static ResourceType Metrics { get; } = new("staggered.dev", "v1alpha1", "businessmetrics", "BusinessMetric");

    public static ResourceType Definitions { get; } =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false);

    public static ResourceType Namespaces { get; } = new("", "v1", "namespaces", "Namespace", Namespaced: false);

    public static ResourceType Machines { get; } = new("", "v1", "nodes", "Node", Namespaced: false);

    /// <summary>May whoever asks do this?</summary>
    public static ResourceType OwnAccess { get; } =
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", Namespaced: false);

    public static ResourceType Policies { get; } =
        new("admissionregistration.k8s.io", "v1", "mutatingadmissionpolicies", "MutatingAdmissionPolicy", Namespaced: false);

    public static ResourceType Pods { get; } = new("", "v1", "pods", "Pod");

    public static ResourceType ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet");

    public static ResourceType Leases { get; } = new("coordination.k8s.io", "v1", "leases", "Lease");

    public static ResourceType Workload(string kind) => kind switch
    {
        "Deployment" => new("apps", "v1", "deployments", kind),
        "StatefulSet" => new("apps", "v1", "statefulsets", kind),
        "DaemonSet" => new("apps", "v1", "daemonsets", kind),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "known are Deployment, StatefulSet, DaemonSet"),
    };
}
