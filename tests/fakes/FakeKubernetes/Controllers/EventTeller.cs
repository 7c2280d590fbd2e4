using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Tells in events what controllers do, as `kubectl describe` shows it. An event that cannot be written is dropped.</summary>
internal sealed class EventTeller(Cluster cluster, ObjectWriter writer)
{
    public void Tell(JsonObject about, string component, string type, string reason, string note)
    {
        var space = about.Text("metadata", "namespace") ?? "default";
        var name = string.Create(CultureInfo.InvariantCulture, $"{about.Text("metadata", "name")}.{cluster.Store.Revision:x16}");
        var regarding = new JsonObject { ["kind"] = about.Text("kind"), ["apiVersion"] = about.Text("apiVersion") };
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion" })
        {
            regarding.Put(field, about.At("metadata", field)?.DeepClone());
        }

        var told = new JsonObject
        {
            ["apiVersion"] = "events.k8s.io/v1", ["kind"] = "Event", ["metadata"] = new JsonObject { ["name"] = name },
                ["regarding"] = regarding,
            ["type"] = type, ["reason"] = reason, ["note"] = note, ["reportingController"] = component,
            ["deprecatedSource"] = new JsonObject { ["component"] = component }, ["deprecatedFirstTimestamp"] = cluster.Now,
            ["deprecatedLastTimestamp"] = cluster.Now, ["deprecatedCount"] = 1,
        };
        ResourceType events = cluster.Catalogue.Of("Event");
        try
        {
            writer.Create(events, space, told, WriteContext.Controller(ControllerContext.Manager));
        }
        catch (ApiFault)
        {
            // A namespace that is going takes no events: the real server drops them too.
        }
    }
}
