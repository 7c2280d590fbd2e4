using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rollout.History;
using Rollout.Recording;
using Rollout.Server.Loop;

namespace Rollout.Server.Releases;

/// <summary>
/// The history of the rollouts of one controller: what their passes recorded goes to the store beside the loops, and what the store cannot
/// say, the record's last ten outcomes do.
/// </summary>
public sealed partial class ReleaseBook : IAsyncDisposable
{
    private readonly IReleaseStore? store;
    private readonly ReleaseLedger? ledger;
    private readonly ConcurrentDictionary<RolloutKey, IReadOnlyList<ReleaseRecord>> lately = new();
    private bool isStarted;

    /// <param name="store">Null: nothing is kept beyond the record's own outcomes.</param>
    /// <param name="recorded">All releases that the records know, the oldest first: for the start, and after a time without the store.</param>
    /// <param name="time">For the pauses between attempts.</param>
    /// <param name="log">For the store's troubles.</param>
    public ReleaseBook(
        IReleaseStore? store, Func<CancellationToken, ValueTask<IReadOnlyList<ReleaseRecord>>> recorded, TimeProvider time, ILogger log)
    {
        this.store = store;
        ledger = store is null ? null : new ReleaseLedger(store, recorded, time);
        if (ledger is not null)
        {
            ledger.Told += text => LogTold(log, text);
            ledger.Written += release => Written?.Invoke(release);
        }
    }

    /// <summary>Called, beside the loops, after the store has changed.</summary>
    public event Action<ReleaseRecord>? Written;

    /// <summary>Null where there is no store.</summary>
    public LedgerStanding? Standing => ledger?.Standing;

    internal Task SettledAsync() => ledger?.SettledAsync() ?? Task.CompletedTask;

    /// <summary>Begins to write; a second call is none. A controller that only shows, because another leads, never calls it.</summary>
    public void Start()
    {
        if (!Interlocked.Exchange(ref isStarted, true))
        {
            ledger?.Start();
        }
    }

    /// <summary>Notes what a pass recorded. Never blocks.</summary>
    /// <param name="key">Of the rollout.</param>
    /// <param name="uid">Of the rollout: the platform's, or <c>hosts/NAME</c>.</param>
    /// <param name="pass">Recorded.</param>
    public void Note(RolloutKey key, string uid, PassResult pass)
    {
        var releases = ReleaseRecords.Of(key, uid, pass.World.Progress, pass.Record.Version);
        var before = lately.GetValueOrDefault(key) ?? [];
        lately[key] = releases;
        foreach (var release in releases.Where(r => !before.Any(b => IsSame(b, r))))
        {
            ledger?.Note(release);
        }
    }

    /// <summary>A rollout that is gone.</summary>
    public void Forget(RolloutKey key) => lately.TryRemove(key, out _);

    /// <summary>From the store; while it is away or there is none, what the records know, and why it is not more.</summary>
    public async ValueTask<(ReleasesRead.Found Found, string? Trouble)> ReadAsync(ReleaseQuery query, CancellationToken cancellationToken)
    {
        var read = store is null ? new ReleasesRead.Unavailable("no history is configured (--history): these are the last ten of each rollout") : await store.ReadAsync(query, cancellationToken);
        return read switch
        {
            ReleasesRead.Found found => (found, null),
            ReleasesRead.Unavailable away => (Lately(query), away.Reason),
            _ => throw new InvalidOperationException("reading has no third answer"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null)
        {
            await ledger.DisposeAsync();
        }

        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    private ReleasesRead.Found Lately(ReleaseQuery query)
    {
        var fit = lately.Where(pair => query.Namespace is null || pair.Key.Namespace == query.Namespace)
            .Where(pair => query.Name is null || pair.Key.Name == query.Name)
            .SelectMany(pair => pair.Value)
            .Where(r => (r.EndedAt is null || query.Since is null || r.EndedAt >= query.Since) && (query.Before is null || r.Key.StartedAt < query.Before))
            .OrderByDescending(r => r.Key.StartedAt).Take(query.Most);
        return new ReleasesRead.Found([.. fit], IsAll: false);
    }

    /// <summary>The version alone is no news.</summary>
    private static bool IsSame(ReleaseRecord before, ReleaseRecord now) =>
        before.Key == now.Key && before.EndedAt == now.EndedAt && before.DecidedAt == now.DecidedAt && before.Commit == now.Commit && before.BuiltAt == now.BuiltAt
        && before.CommittedAt == now.CommittedAt && before.Stages.SequenceEqual(now.Stages);

    [LoggerMessage(EventId = 830, Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogTold(ILogger log, string text);
}
