using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Rollout.History;
using Rollout.Kubernetes.Rest;
using Rollout.Recording;
using Rollout.Recording.Kubernetes;
using Rollout.Recording.Sqlite;
using Rollout.Server.Releases;

namespace Rollout.Server.Operator;

/// <summary>The history of the rollouts of a cluster, filled from what their statuses hold.</summary>
internal static class ClusterHistory
{
    public static ReleaseBook Open(OperatorOptions options, ClusterClient client, TimeProvider time, ILogger log) => new(
        options.History?.Store(() => SqliteLibrary.WhatIsMissing, time), cancellation => RecordedAsync(client, options.Namespace, cancellation), time, log);

    private static async ValueTask<IReadOnlyList<ReleaseRecord>> RecordedAsync(ClusterClient client, string? space, CancellationToken cancellationToken)
    {
        var rollouts = client.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));
        var listed = await rollouts.ListAsync(new ListOptions { Namespace = space }, cancellationToken);
        if (!listed.TryGet(out var found, out var error))
        {
            throw new RecordingException(error.ToString());
        }

        return [.. found.Items.SelectMany(Of).OrderBy(r => r.Key.StartedAt)];
    }

    /// <summary>None of a status that is not understood: its own pass says so.</summary>
    private static IReadOnlyList<ReleaseRecord> Of(JsonObject rollout)
    {
        var (meta, progress, version) = RecordedProgress.Of(rollout);
        return progress is null ? [] : ReleaseRecords.Of(new RolloutKey(meta.Namespace, meta.Name), meta.Uid, progress, version);
    }
}
