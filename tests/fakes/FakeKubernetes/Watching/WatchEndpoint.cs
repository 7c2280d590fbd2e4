using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Watching;

/// <summary>Watches: from a version or from now, initial events, bookmarks, 410 inside the stream, the time-out of the request.</summary>
internal sealed class WatchEndpoint(Cluster cluster, FaultPlan faults)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromSeconds(2);

    public async Task AnswerAsync(ApiRequest request, CancellationToken cancel)
    {
        var lasts = int.TryParse(request.Query("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 ? TimeSpan.FromSeconds(seconds) : Longest;
        using var deadline = new CancellationTokenSource(lasts, cluster.Time);
        using var signal = new WatchSignal(cluster.Store, request.Type.StorageKey);
        var stream = new WatchStream(request, cluster, faults.Watch(request));
        await stream.OpenAsync(cancel);

        if (await StartAsync(request, stream, cancel) is not { } from)
        {
            return;
        }

        using var bookmarks = request.QueryFlag("allowWatchBookmarks") ? new WatchBookmarks(cluster.Time, lasts, BeforeTheEnd, signal)
            : null;
        await FollowAsync(request, stream, signal, bookmarks, from, deadline.Token, cancel);
    }

    /// <summary>The initial events. Null: the watch is over already.</summary>
    private async Task<long?> StartAsync(ApiRequest request, WatchStream stream, CancellationToken cancel)
    {
        var asked = request.Query("resourceVersion");
        var initial = request.QueryFlag("sendInitialEvents");
        if (string.IsNullOrEmpty(asked) || asked == "0" || initial)
        {
            var (items, version) = cluster.Store.List(request.Type.StorageKey, request.Namespace);
            if (request.Query("sendInitialEvents") != "false")
            {
                foreach (var item in items)
                {
                    await stream.InitialAsync(item, cancel);
                }
            }

            if (initial && request.QueryFlag("allowWatchBookmarks"))
            {
                await stream.BookmarkAsync(version, true, cancel);
            }

            return stream.Ended ? null : version;
        }

        if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            await stream.ErrorAsync(Refusals.BadRequest($"invalid resource version: {asked}"), cancel);
            return null;
        }

        var oldest = cluster.Store.OldestFor(request.Type.StorageKey);
        if (from < oldest)
        {
            await stream.ErrorAsync(Refusals.Expired($"too old resource version: {from} ({oldest})"), cancel);
            return null;
        }

        return from;
    }

    private async Task FollowAsync(
        ApiRequest request, WatchStream stream, WatchSignal signal, WatchBookmarks? bookmarks, long from, CancellationToken deadline,
            CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancel);
        var over = false;
        while (!stream.Ended)
        {
            if (cluster.Store.ChangesAfter(request.Type.StorageKey, from) is not { } changes)
            {
                await stream.ErrorAsync(Refusals.Expired($"too old resource version: {from} ({cluster.Store.OldestFor(request.Type.StorageKey)})"), cancel);
                return;
            }

            foreach (var change in changes)
            {
                await stream.ChangeAsync(change, cancel);
                from = change.Revision;
            }

            for (var due = bookmarks?.Take() ?? 0; due > 0; due--)
            {
                await stream.BookmarkAsync(from, false, cancel);
            }

            await stream.FlushAsync(cancel);
            if (over)
            {
                return;
            }

            over = !await signal.WaitAsync(either.Token) && !cancel.IsCancellationRequested;
            if (cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
