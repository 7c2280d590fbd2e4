using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>Where the controller's passes keep what they know. Expected trouble is a value, never an exception.</summary>
public interface IRecorder
{
    /// <summary>Missing: nothing was ever written for this rollout.</summary>
    ValueTask<Observed<RolloutRecord>> ReadAsync(RolloutKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the record and its news, if the stored version still is <paramref name="expectedVersion"/> (0: there must be none).
    /// When it returns Written, the write survives whatever happens next.
    /// </summary>
    ValueTask<RecordResult> WriteAsync(RolloutRecord next, long expectedVersion, RecordedNews news, CancellationToken cancellationToken);
}
