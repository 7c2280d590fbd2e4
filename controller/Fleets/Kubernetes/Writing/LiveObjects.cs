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
    /// The template of the workload (null) or of the platform's copy of that name, as a workload has it, if it is <paramref name="revision"/>.
    /// </summary>
    public async ValueTask<(JsonObject? Template, string? Failure)> TemplateAsync(
        string? from, string revision, CancellationToken cancellationToken)
    {
        if (from is null)
        {
            var (workload, failure) = await WorkloadWithAsync(revision, cancellationToken);
            return (workload is null ? null : Clean(workload["spec"]!["template"]!), failure);
        }

        return target.Kind == WorkloadKind.Deployment
            ? await CopyAsync(ReplicaSets, from, revision, set => set["spec"]?["template"], cancellationToken)
            : await CopyAsync(Revisions, from, revision, InRevision, cancellationToken);
    }

    /// <summary>A template that we keep.</summary>
    public ValueTask<(JsonObject? Template, string? Failure)> KeptAsync(string role, string revision, CancellationToken cancellationToken) =>
        CopyAsync(Revisions, Marks.NameOf(target.Name, role, revision), revision, InRevision, cancellationToken);

    public static string RevisionOf(JsonNode? template) => template is null ? "" : TemplateRevision.Of(Element(template));

    public static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonNode? InRevision(JsonObject revision) => revision["data"]?["spec"]?["template"];

    private async ValueTask<(JsonObject? Template, string? Failure)> CopyAsync(
        ResourceClient<JsonObject> kind, string name, string revision, Func<JsonObject, JsonNode?> template, CancellationToken cancellationToken)
    {
        var answer = await kind.GetAsync(new ObjectKey(target.Namespace, name), cancellationToken);
        return !answer.TryGet(out var source, out var error) ? (null, error.ToString())
            : template(source) is { } copy && RevisionOf(copy) == revision ? (Clean(copy), null)
            : (null, $"{name} does not have {revision}");
    }

    /// <summary>Without what controllers put into their copies.</summary>
    public static JsonObject Clean(JsonNode template)
    {
        var clean = (JsonObject)template.DeepClone();
        clean.Remove("$patch");
        (clean["metadata"]?["labels"] as JsonObject)?.Remove("pod-template-hash");
        return clean;
    }
}
