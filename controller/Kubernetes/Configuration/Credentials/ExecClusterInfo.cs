using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>What a plugin is told of the cluster, where it asked for it.</summary>
internal sealed record ExecClusterInfo
{
    public required string Server { get; init; }

    [JsonPropertyName("tls-server-name")]
    public string? TlsServerName { get; init; }

    [JsonPropertyName("insecure-skip-tls-verify")]
    public bool? InsecureSkipTlsVerify { get; init; }

    [JsonPropertyName("certificate-authority-data")]
    public string? CertificateAuthorityData { get; init; }

    [JsonPropertyName("proxy-url")]
    public string? ProxyUrl { get; init; }
}
