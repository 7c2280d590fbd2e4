using System.Text.Json.Nodes;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>The objects that are made for a rollout. None bears a label of the user's, so that no controller ever adopts one.</summary>
internal static class OwnObjects
{
    /// <summary>
    /// A bare ReplicaSet with the workload's template: the user's pod labels, so that Services send traffic, and ours; its selector has only
    /// ours (design section 4.1).
    /// </summary>
    public static JsonObject Canary(WorkloadTarget target, JsonObject workload, string revision, int replicas)
    {
        var template = (JsonObject)workload["spec"]!["template"]!.DeepClone();
        var labels = Under(Under(template, "metadata"), "labels");
        labels[Marks.CanaryOf] = Marks.LabelValue(target.Name);
        labels[Marks.Revision] = revision;
        labels[Marks.Role] = Marks.Canary;
        var spec = new JsonObject
        {
            ["replicas"] = replicas,
            ["selector"] = new JsonObject
            {
                ["matchLabels"] = new JsonObject { [Marks.CanaryOf] = Marks.LabelValue(target.Name), [Marks.Revision] = revision },
            },
            ["template"] = template,
        };
        if (workload["spec"]!["minReadySeconds"] is { } ready)
        {
            spec["minReadySeconds"] = ready.DeepClone();
        }

        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = Metadata(target, Marks.NameOf(target.Name, Marks.Canary, revision), new JsonObject
            {
                [Marks.CanaryOf] = Marks.LabelValue(target.Name),
                [Marks.Revision] = revision,
                [Marks.Role] = Marks.Canary,
            }),
            ["spec"] = spec,
        };
    }

    /// <summary>A template to come back to.</summary>
    public static JsonObject Kept(WorkloadTarget target, string role, string revision, JsonObject template) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "ControllerRevision",
        ["metadata"] = Metadata(target, Marks.NameOf(target.Name, role, revision), new JsonObject
        {
            [Marks.Rollout] = target.Claim,
            [Marks.Revision] = revision,
            [Marks.Role] = role,
        }),
        ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
        ["revision"] = 1,
    };

    public static JsonArray Owners(WorkloadTarget target) =>
    [
        new JsonObject
        {
            ["apiVersion"] = target.Owner.ApiVersion,
            ["kind"] = target.Owner.Kind,
            ["name"] = target.Owner.Name,
            ["uid"] = target.Owner.Uid,
            ["controller"] = true,
        },
    ];

    private static JsonObject Metadata(WorkloadTarget target, string name, JsonObject labels) => new()
    {
        ["name"] = name,
        ["namespace"] = target.Namespace,
        ["labels"] = labels,
        ["ownerReferences"] = Owners(target),
    };

    private static JsonObject Under(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there)
        {
            return there;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
