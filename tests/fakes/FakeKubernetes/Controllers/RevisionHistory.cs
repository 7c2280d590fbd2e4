using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>The ControllerRevisions of a StatefulSet or DaemonSet: one for each template that it has had.</summary>
internal sealed class RevisionHistory(ControllerContext context, string hashLabel)
{
    private const string Kind = "ControllerRevision";

    public List<JsonObject> Of(JsonObject owner) => [.. context.OwnedBy(Kind, owner).OrderBy(one => one.Whole("revision"))];

    /// <summary>The revision of the wanted template: made when it is new, the highest number when it comes back.</summary>
    public JsonObject Current(JsonObject owner)
    {
        var all = Of(owner);
        var data = Data(owner);
        var next = (all.LastOrDefault().Whole("revision") ?? 0) + 1;
        if (all.LastOrDefault(one => JsonNode.DeepEquals(one["data"], data)) is { } known)
        {
            return ReferenceEquals(known, all[^1]) ? known : context.Update(Kind, known, live => live["revision"] = next);
        }

        var hash = Templates.Hash(data);
        var labels = owner.Map("spec", "template", "metadata", "labels")?.Copy() ?? [];
        labels[hashLabel] = hash;
        var metadata = new JsonObject
        {
            ["name"] = $"{owner.Text("metadata", "name")}-{hash}", ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(ControllerContext.OwnerReference(owner)),
        };
        metadata.Put("annotations", owner.At("metadata", "annotations")?.DeepClone());
        (metadata["annotations"] as JsonObject)?.Remove("kubectl.kubernetes.io/last-applied-configuration");
        return context.Create(Kind, owner.Text("metadata", "namespace")!, new JsonObject
        {
            ["apiVersion"] = "apps/v1", ["kind"] = Kind, ["metadata"] = metadata, ["data"] = data, ["revision"] = next,
        });
    }

    /// <summary>Deletes revisions beyond the limit that no pod has, the oldest first.</summary>
    public void CleanUp(JsonObject owner, IReadOnlySet<string> inUse)
    {
        var idle = Of(owner).Where(one => !inUse.Contains(one.Text("metadata", "name")!)).ToList();
        var limit = (int)(owner.Whole("spec", "revisionHistoryLimit") ?? 10);
        foreach (var old in idle.Take(Math.Max(0, idle.Count - limit)))
        {
            context.Delete(context.Cluster.Catalogue.Of(Kind), old);
        }
    }

    public static JsonObject Template(JsonObject revision)
    {
        var template = revision.Map("data", "spec", "template")!.Copy();
        template.Remove("$patch");
        return template;
    }

    private static JsonObject Data(JsonObject owner)
    {
        var template = owner.Map("spec", "template")!.Copy();
        template["$patch"] = "replace";
        return new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
    }
}
