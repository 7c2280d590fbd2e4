namespace Rollout.Server.Client;

/// <summary>Where a rollout is looked at and ordered about: a controller's HTTP API, or the cluster itself.</summary>
public interface IRolloutTarget : IDisposable
{
    /// <summary>One rollout as it is now; <see cref="ApiAnswer.Unchanged"/> when it still is as at <paramref name="etag"/>.</summary>
    Task<ApiAnswer> GetAsync(RolloutSeen.RolloutName rollout, string? etag, CancellationToken cancellation);

    /// <summary>Asks for a change; the answer is the rollout as it was when the order was written down.</summary>
    /// <param name="rollout">Which.</param>
    /// <param name="verb">As in the path of the HTTP API: start, pause, resume, promote, abort, retry.</param>
    /// <param name="body">Members of the body; those that are null are left out.</param>
    /// <param name="images">Container to image, to start; null: none.</param>
    /// <param name="cancellation">Ends the wait, not the order.</param>
    Task<ApiAnswer> OrderAsync(
        RolloutSeen.RolloutName rollout, string verb, IReadOnlyDictionary<string, string?> body, IReadOnlyDictionary<string, string>? images, CancellationToken cancellation);
}
