using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>Whole objects, as they are on the server in this moment: what is written is made of these.</summary>
internal sealed class LiveObjects(ClusterClient client, WorkloadTarget target)
{
    public ResourceClient<JsonObject> Workloads { get; } = client.Resources(ResourceKinds.Untyped(target.Type));

    public ResourceClient<JsonObject> ReplicaSets { get; } = client.Resources(ResourceKinds.Untyped(WorkloadTypes.ReplicaSets));

    public ResourceClient<JsonObject> Revisions { get; } = client.Resources(ResourceKinds.Untyped(WorkloadTypes.ControllerRevisions));

    public ResourceClient<JsonObject> Pods { get; } = client.Resources(ResourceKinds.Untyped(WorkloadTypes.Pods));

    /// <summary>The workload, if its template still is <paramref name="revision"/>.</summary>
    public async ValueTask<(JsonObject? Workload, string? Failure)> WorkloadWithAsync(string revision, CancellationToken cancellationToken)
    {
        var answer = await Workloads.GetAsync(target.Key, cancellationToken);
        return !answer.TryGet(out var workload, out var error) ? (null, error.ToString())
            : RevisionOf(workload["spec"]?["template"]) is var live && live != revision
                ? (null, $"the template of {target} is {live} now and not {revision}: nothing was changed")
            : (workload, null);
    }

    /// <summary>
    /// The template of the workload, a ReplicaSet or a ControllerRevision, as a workload has it, if it is <paramref name="revision"/>.
    /// </summary>
    public async ValueTask<(JsonObject? Template, string? Failure)> TemplateAsync(
        string? from, string revision, CancellationToken cancellationToken)
    {
        if (from is null)
        {
            var (workload, failure) = await WorkloadWithAsync(revision, cancellationToken);
            return (workload is null ? null : Clean(workload["spec"]!["template"]!), failure);
        }

        var sets = target.Kind == WorkloadKind.Deployment && !IsKept(from);
        var answer = await (sets ? ReplicaSets : Revisions).GetAsync(new ObjectKey(target.Namespace, from), cancellationToken);
        if (!answer.TryGet(out var source, out var error))
        {
            return (null, error.ToString());
        }

        var template = sets ? source["spec"]?["template"] : source["data"]?["spec"]?["template"];
        return RevisionOf(template) is var live && live != revision ? (null, $"{from} has {live} and not {revision}") : (Clean(template!), null);
    }

    public static string RevisionOf(JsonNode? template) => template is null ? "" : TemplateRevision.Of(Element(template));

    public static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    private bool IsKept(string name) =>
        name.StartsWith(Marks.NameOf(target.Name, Marks.Stable, ""), StringComparison.Ordinal)
        || name.StartsWith(Marks.NameOf(target.Name, Marks.Displaced, ""), StringComparison.Ordinal);

    /// <summary>Without what controllers put into their copies.</summary>
    private static JsonObject Clean(JsonNode template)
    {
        var clean = (JsonObject)template.DeepClone();
        clean.Remove("$patch");
        (clean["metadata"]?["labels"] as JsonObject)?.Remove("pod-template-hash");
        return clean;
    }
}
