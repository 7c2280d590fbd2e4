using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Deletes: preconditions, propagation, finalizers, the grace period of pods.</summary>
internal sealed class ObjectRemover(Cluster cluster)
{
    private const int MostTries = 5;

    /// <returns>The object where it stays for a while, else the Status that says it is gone.</returns>
    public JsonObject Delete(ResourceType type, string space, string name, JsonObject options)
    {
        for (var attempt = 1; ; attempt++)
        {
            var live = cluster.Store.Get(type.StorageKey, space, name) ?? throw Refusals.NotFound(type, name);
            RequirePreconditions(type, name, live, options);
            if (Try(type, live, options) is { } answer)
            {
                return answer;
            }

            if (attempt == MostTries)
            {
                throw Refusals.Conflict(type, name);
            }
        }
    }

    private JsonObject? Try(ResourceType type, StoredObject live, JsonObject options)
    {
        var value = live.Body.Copy();
        var metadata = value.Child("metadata");
        AddPropagation(metadata, options);
        var grace = Grace(type, value, options);
        var stays = metadata.List("finalizers").Count > 0 || grace > 0 || type.Kind == "Namespace";
        if (options.Texts("dryRun").Any())
        {
            return stays ? live.Body : Gone(type, live);
        }

        if (!stays)
        {
            return cluster.Store.Remove(type.StorageKey, live) ? (type.Kind == "Pod" ? live.Body : Gone(type, live)) : null;
        }

        if (metadata.Text("deletionTimestamp") is not null && metadata.Whole("deletionGracePeriodSeconds") <= grace)
        {
            return live.Body;
        }

        metadata["deletionTimestamp"] = Cluster.Stamp(cluster.Time.GetUtcNow().AddSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
        if (metadata.Whole("generation") is { } generation)
        {
            metadata["generation"] = generation + 1;
        }

        if (type.Kind == "Namespace")
        {
            metadata.Remove("deletionGracePeriodSeconds");
            value.Child("status")["phase"] = "Terminating";
        }

        return cluster.Store.Put(type.StorageKey, value, live.Revision)?.Body;
    }

    /// <summary>A pod on a node is asked to end and gets its time for it.</summary>
    private static long Grace(ResourceType type, JsonObject value, JsonObject options)
    {
        if (type.Kind != "Pod" || value.Text("spec", "nodeName") is null || value.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        return options.Whole("gracePeriodSeconds") ?? value.Whole("spec", "terminationGracePeriodSeconds") ?? 30;
    }

    private static void AddPropagation(JsonObject metadata, JsonObject options)
    {
        var policy = options.Text("propagationPolicy") ?? (options.Flag("orphanDependents") ? "Orphan" : "Background");
        var finalizer = policy switch { "Foreground" => "foregroundDeletion", "Orphan" => "orphan", _ => null };
        if (finalizer is not null && !metadata.Texts("finalizers").Contains(finalizer, StringComparer.Ordinal))
        {
            metadata["finalizers"] = JsonReading.TextList([.. metadata.Texts("finalizers"), finalizer]);
        }
    }

    private static void RequirePreconditions(ResourceType type, string name, StoredObject live, JsonObject options)
    {
        var uid = live.Body.Text("metadata", "uid");
        if (options.Text("preconditions", "uid") is { } wanted && wanted != uid)
        {
            throw Refusals.Precondition(type, name,
                $"the UID in the precondition ({wanted}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }

        if (options.Text("preconditions", "resourceVersion") is { } version
            && version != live.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw Refusals.Precondition(type, name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({live.Revision}). The object might have been modified");
        }
    }

    private static JsonObject Gone(ResourceType type, StoredObject live)
    {
        var details = Refusals.Details(live.Name, type.Group, type.Plural);
        details["uid"] = live.Body.Text("metadata", "uid");
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success",
            ["details"] = details };
    }
}
