namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Annotations and labels of Deployments and their ReplicaSets.</summary>
internal static class DeploymentNames
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string TemplateHash = "pod-template-hash";
}
