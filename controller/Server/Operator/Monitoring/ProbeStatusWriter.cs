using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>Writes the status of an AcceptanceProbe as it was read: whoever wrote in between, the write is not done.</summary>
public sealed class ProbeStatusWriter(ClusterClient client)
{
    private static readonly string[] Optional = ["nodes", "passing", "failing"];
    private readonly ResourceClient<JsonObject> probes = client.Resources(ResourceKinds.Untyped(OperatorKinds.ProbeType));

    /// <summary>Whether it is written; why not, where that is a failure. Neither: somebody wrote in between, and the change comes by the watch.</summary>
    public async ValueTask<(bool Written, string? Why)> WriteAsync(MonitoredProbe probe, ProbeStatus status, CancellationToken cancellationToken)
    {
        var change = Change(probe.Snapshot.Metadata?.ResourceVersion, status);
        var written = await probes.PatchAsync(
            probe.Key, Patch.Merge(change), new WriteOptions { FieldManager = Fleets.Kubernetes.Marks.Manager, Subresource = "status" }, cancellationToken);
        return written.TryGet(out _, out var error) ? (true, null) : (false, error.IsConflict || error.IsNotFound ? null : error.ToString());
    }

    /// <summary>What is not said any more is removed.</summary>
    private static JsonObject Change(string? version, ProbeStatus status)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(status, ResourceJson.Default.ProbeStatus)!;
        foreach (var field in Optional.Where(f => !json.ContainsKey(f)))
        {
            json[field] = null;
        }

        return new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["status"] = json };
    }
}
