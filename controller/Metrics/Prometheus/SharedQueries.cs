namespace Rollout.Metrics.Prometheus;

/// <summary>
/// One request for all who ask the same: those that come while it is under way wait for it, those that come shortly after get its
/// answer. A failure is shared only while it is under way.
/// </summary>
internal sealed class SharedQueries(PrometheusClient client, TimeProvider time, PrometheusLimits limits) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<PrometheusQuery, Shared> known = [];
    private readonly Queue<PrometheusQuery> kept = new();
    private int keptSamples;

    /// <summary>Throws only on cancellation; the request itself goes on for the others who wait for it.</summary>
    public Task<PrometheusAnswer> AskAsync(PrometheusQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Shared shared;
        lock (gate)
        {
            Prune();
            if (!known.TryGetValue(query, out shared!))
            {
                known[query] = shared = new Shared();
                shared.Answer = RunAsync(query, timeout, shared);
            }
        }

        return shared.Answer.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        Task[] open;
        lock (gate)
        {
            open = [.. known.Values.Select(s => s.Answer)];
        }

        await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client.Dispose();
        stop.Dispose();
    }

    private async Task<PrometheusAnswer> RunAsync(PrometheusQuery query, TimeSpan timeout, Shared shared)
    {
        // Whatever comes of it, the answer is not taken in while the lock is held.
        await Task.Yield();
        PrometheusAnswer? answer = null;
        try
        {
            return answer = await client.AskAsync(query, timeout, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                Keep(query, shared, answer);
            }
        }
    }

    private void Keep(PrometheusQuery query, Shared shared, PrometheusAnswer? answer)
    {
        // The past is asked for by one, and is large.
        if (answer is PrometheusAnswer.Matrix matrix && query.Start is null)
        {
            shared.Until = time.GetUtcNow() + limits.Keep;
            shared.Samples = matrix.Series.Sum(s => s.Points.Count);
            keptSamples += shared.Samples;
            kept.Enqueue(query);
            Prune();
        }
        else
        {
            known.Remove(query);
        }
    }

    /// <summary>Oldest first: those that are over, and as many more as are too many. Under the lock.</summary>
    private void Prune()
    {
        var now = time.GetUtcNow();
        while (kept.TryPeek(out var oldest) && known[oldest] is var shared
            && (keptSamples > limits.MaxKeptSamples || shared.Until <= now || shared.Until > now + limits.Keep))
        {
            kept.Dequeue();
            known.Remove(oldest);
            keptSamples -= shared.Samples;
        }
    }

    private sealed class Shared
    {
        public Task<PrometheusAnswer> Answer { get; set; } = null!;

        public DateTimeOffset Until { get; set; }

        public int Samples { get; set; }
    }
}
