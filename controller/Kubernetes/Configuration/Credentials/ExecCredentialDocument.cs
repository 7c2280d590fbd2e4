namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>The ExecCredential that goes to a plugin (spec, in KUBERNETES_EXEC_INFO) and comes back from it (status).</summary>
internal sealed record ExecCredentialDocument
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ExecSpec? Spec { get; init; }

    public ExecStatus? Status { get; init; }

    internal sealed record ExecSpec(bool Interactive, ExecClusterInfo? Cluster);

    internal sealed record ExecStatus(
        DateTimeOffset? ExpirationTimestamp, string? Token, string? ClientCertificateData, string? ClientKeyData)
    {
        public override string ToString() => "[redacted]";
    }
}
