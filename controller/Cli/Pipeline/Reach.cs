using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>A rollout and the controller that it is asked of.</summary>
internal sealed record Reach(ControllerClient Controller, RolloutSeen.RolloutName Rollout) : IDisposable
{
    public void Dispose() => Controller.Dispose();

    public Task<ApiAnswer> GetAsync(string? etag, CancellationToken cancellation) => Controller.GetAsync(Rollout, etag, cancellation);

    public Task<ApiAnswer> OrderAsync(string verb, IReadOnlyDictionary<string, string?> body, CancellationToken cancellation) =>
        Controller.OrderAsync(Rollout, verb, body, cancellation);

    public override string ToString() => Rollout.Namespace == "default" ? Rollout.Name : $"{Rollout.Namespace}/{Rollout.Name}";
}
