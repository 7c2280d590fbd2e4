using Rollout.History;
using Rollout.Recording.Sqlite;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>Where releases are read from: a controller, or its store itself.</summary>
internal sealed class ReleaseSource : IAsyncDisposable
{
    private readonly ControllerClient? controller;
    private readonly IReleaseStore? store;
    private readonly ClusterTarget? cluster;

    private ReleaseSource(ControllerClient? controller, IReleaseStore? store, ClusterTarget? cluster, RolloutSeen.RolloutName? rollout) =>
        (this.controller, this.store, this.cluster, Rollout) = (controller, store, cluster, rollout);

    /// <summary>Null: all rollouts.</summary>
    public RolloutSeen.RolloutName? Rollout { get; }

    public static ReleaseSource Of(ControllerClient controller, RolloutSeen.RolloutName? rollout) => new(controller, null, null, rollout);

    public static ReleaseSource Of(ClusterTarget cluster, RolloutSeen.RolloutName? rollout) => new(null, null, cluster, rollout);

    public static ReleaseSource Of(HistoryAddress address, RolloutSeen.RolloutName? rollout) =>
        new(null, address.Store(() => SqliteLibrary.WhatIsMissing, TimeProvider.System), null, rollout);

    /// <summary>Newest first; or why not, with its exit code.</summary>
    public async Task<(ReleasesRead.Found? Found, string? Trouble, WaitState.Ended? Wrong)> ReadAsync(DateTimeOffset? since, int most, CancellationToken cancellation)
    {
        if (store is not null)
        {
            var read = await store.ReadAsync(new ReleaseQuery { Namespace = Rollout?.Namespace, Name = Rollout?.Name, Since = since, Most = most }, cancellation);
            return read is ReleasesRead.Found there ? (there, null, null)
                : (null, null, new WaitState.Ended(null, ExitCode.Unavailable, "Unreachable", ((ReleasesRead.Unavailable)read).Reason));
        }

        if (cluster is not null)
        {
            var (releases, instead) = await cluster.ReleasesAsync(Rollout, cancellation);
            return releases is null ? (null, null, Answers.Ended(null, instead!))
                : (new ReleasesRead.Found([.. releases.Where(r => r.EndedAt is null || since is null || r.EndedAt >= since).Take(most)], IsAll: false),
                    "these are the last ten of each status; --history or --server knows more", null);
        }

        var all = new List<ReleaseRecord>();
        DateTimeOffset? before = null;
        while (true)
        {
            var (found, trouble, instead) = await controller!.ReleasesAsync(Rollout, since, before, Math.Min(most - all.Count, 500), cancellation);
            if (found is null)
            {
                return (null, null, Answers.Ended(null, instead!));
            }

            all.AddRange(found.Releases);
            if (found.IsAll || found.Releases.Count == 0 || all.Count >= most || trouble is not null)
            {
                return (new ReleasesRead.Found(all, found.IsAll), trouble, null);
            }

            before = all[^1].Key.StartedAt;
        }
    }

    public ValueTask DisposeAsync()
    {
        controller?.Dispose();
        cluster?.Dispose();
        return store?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
