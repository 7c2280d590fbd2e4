namespace Rollout.FakeKubernetes.Access;

/// <summary>Who asks.</summary>
internal sealed record UserIdentity(string Name, string Uid, IReadOnlyList<string> Groups, string? CredentialId = null)
{
    public static UserIdentity Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"]);

    public static UserIdentity Administrator { get; } = new("kubernetes-admin", "", ["system:masters", "system:authenticated"]);

    /// <summary>The controllers of the control plane, which nobody refuses.</summary>
    public static UserIdentity ControlPlane { get; } = new("system:kube-controller-manager", "",
        ["system:masters", "system:authenticated"]);

    public static UserIdentity ServiceAccount(string space, string name, string uid, string? credential) => new(
        $"system:serviceaccount:{space}:{name}", uid, ["system:serviceaccounts", $"system:serviceaccounts:{space}",
            "system:authenticated"], credential);
}
