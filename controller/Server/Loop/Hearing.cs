using Rollout.Planning.Alerts;

namespace Rollout.Server.Loop;

/// <summary>
/// News of alerts on their way into the record. Whoever tells waits until a pass has recorded them: what was taken survives a crash, and
/// what was not is told again by whoever keeps it.
/// </summary>
public sealed class Hearing(TimeProvider time)
{
    /// <summary>Callers that wait at once; one more is sent away.</summary>
    public const int Most = 200;

    private readonly Lock gate = new();
    private readonly List<Batch> waiting = [];

    /// <summary>What one caller told.</summary>
    public sealed record Batch(IReadOnlyList<AlertNews> News)
    {
        internal TaskCompletionSource Recorded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>All that waits, for a pass.</summary>
    public IReadOnlyList<Batch> Now
    {
        get
        {
            lock (gate)
            {
                return [.. waiting];
            }
        }
    }

    /// <summary>Whether the news were recorded within the limit. Those that were not go on waiting: hearing them twice is hearing them once.</summary>
    public async Task<bool> TakeAsync(IReadOnlyList<AlertNews> news, Action wake, TimeSpan limit, CancellationToken cancellationToken)
    {
        var batch = new Batch(news);
        lock (gate)
        {
            if (waiting.Count >= Most)
            {
                return false;
            }

            waiting.Add(batch);
        }

        wake();
        try
        {
            await batch.Recorded.Task.WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>A pass that saw these was recorded.</summary>
    public void Done(IReadOnlyList<Batch> seen)
    {
        lock (gate)
        {
            waiting.RemoveAll(seen.Contains);
        }

        foreach (var batch in seen)
        {
            batch.Recorded.TrySetResult();
        }
    }
}
