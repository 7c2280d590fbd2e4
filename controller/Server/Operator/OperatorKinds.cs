using Rollout.Api.Crds;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator;

/// <summary>Our own kinds, as informers read them.</summary>
public static class OperatorKinds
{
    public static ResourceType RolloutType { get; } = TypeOf(CustomKinds.StaggeredRollout);

    public static ResourceType MetricType { get; } = TypeOf(CustomKinds.BusinessMetric);

    public static ResourceType ProbeType { get; } = TypeOf(CustomKinds.AcceptanceProbe);

    public static ResourceKind<RolloutSnapshot> Rollouts { get; } = ResourceKinds.Typed(RolloutType, OperatorJson.Default.RolloutSnapshot);

    public static ResourceKind<MetricSnapshot> Metrics { get; } = ResourceKinds.Typed(MetricType, OperatorJson.Default.MetricSnapshot);

    public static ResourceKind<ProbeSnapshot> Probes { get; } = ResourceKinds.Typed(ProbeType, OperatorJson.Default.ProbeSnapshot);

    public static ResourceKind<PolicySnapshot> Policies { get; } = ResourceKinds.Typed(
        new ResourceType("admissionregistration.k8s.io", "v1", "mutatingadmissionpolicies", "MutatingAdmissionPolicy", Namespaced: false), OperatorJson.Default.PolicySnapshot);

    public static ResourceKind<PolicySnapshot> Bindings { get; } = ResourceKinds.Typed(
        new ResourceType("admissionregistration.k8s.io", "v1", "mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding", Namespaced: false),
        OperatorJson.Default.PolicySnapshot);

    private static ResourceType TypeOf(CustomKind kind) => new(CustomKind.Group, CustomKind.Version, kind.Plural, kind.Kind);
}
