using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>A rollout, and the controller or the cluster that it is asked of.</summary>
internal sealed record Reach(IRolloutTarget Target, RolloutSeen.RolloutName Rollout) : IDisposable
{
    /// <summary>The cluster itself knows the revision that an order made; a controller names it only once it has looked.</summary>
    public bool IsCluster => Target is ClusterTarget;

    public void Dispose() => Target.Dispose();

    public Task<ApiAnswer> GetAsync(string? etag, CancellationToken cancellation) => Target.GetAsync(Rollout, etag, cancellation);

    public Task<ApiAnswer> OrderAsync(
        string verb, IReadOnlyDictionary<string, string?> body, CancellationToken cancellation, IReadOnlyDictionary<string, string>? images = null) =>
        Target.OrderAsync(Rollout, verb, body, images, cancellation);

    public override string ToString() => Rollout.Namespace == "default" ? Rollout.Name : $"{Rollout.Namespace}/{Rollout.Name}";
}
