using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rollout.Kubernetes.Rest;

/// <summary>What a client needs besides its connection.</summary>
public sealed record ClientOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ClientLimits Limits { get; init; } = new();

    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>As it stands in the API server's audit log.</summary>
    public string UserAgent { get; init; } = "rollout-kubernetes/0.1";

    /// <summary>Seeds the jitter, so that controllers started in the same second do not ask in step.</summary>
    public int Seed { get; init; } = Environment.ProcessId;
}
