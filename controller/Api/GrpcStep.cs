using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>The health check of gRPC (grpc.health.v1.Health/Check), which must say SERVING.</summary>
public sealed record GrpcStep
{
    /// <summary>The service asked for. Left out: the server as a whole.</summary>
    [Field(MaxLength = 200)]
    public string Service { get; init; } = "";

    /// <summary>Left out: the target's.</summary>
    [Field(Least = 1, Most = 65535)]
    public int? Port { get; init; }

    /// <summary>How TLS is spoken; {} as usual. Left out: TLS where the target is https, else plain HTTP/2.</summary>
    public TlsSettings? Tls { get; init; }
}
