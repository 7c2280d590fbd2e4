namespace Rollout.Api;

/// <summary>The health check of gRPC (grpc.health.v1.Health/Check), which must say SERVING.</summary>
public sealed record GrpcStep
{
    /// <summary>The service asked for; empty: the server as a whole.</summary>
    public string Service { get; init; } = "";

    /// <summary>Null: the target's.</summary>
    public int? Port { get; init; }

    /// <summary>Null: TLS where the target is https, else plain HTTP/2.</summary>
    public TlsSettings? Tls { get; init; }
}
