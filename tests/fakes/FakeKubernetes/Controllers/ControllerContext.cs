using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>What controllers read and write with: the same way into the store as everybody's.</summary>
internal sealed class ControllerContext(Cluster cluster, ObjectWriter writer, ObjectRemover remover, CrdAvailability availability)
{
    public const string Manager = "kube-controller-manager";

    public Cluster Cluster { get; } = cluster;

    public CrdAvailability Availability { get; } = availability;

    public EventTeller Events { get; } = new(cluster, writer);

    public DateTimeOffset Now => Cluster.Time.GetUtcNow();

    public JsonObject? Get(string kind, string space, string name) =>
        Cluster.Store.Get(Cluster.Catalogue.Of(kind).StorageKey, space, name)?.Body;

    public IEnumerable<JsonObject> List(string kind, string? space) =>
        Cluster.Store.List(Cluster.Catalogue.Of(kind).StorageKey, space).Items.Select(item => item.Body);

    /// <summary>Objects of a kind that the owner controls.</summary>
    public List<JsonObject> OwnedBy(string kind, JsonObject owner) =>
        [.. Below(kind, owner.Text("metadata", "namespace"), owner.Text("metadata", "uid")!).Where(item => Controller(item) == owner.Text("metadata", "uid"))];

    /// <summary>Objects of a kind that nobody controls.</summary>
    public List<JsonObject> Orphans(string kind, string? space) => [.. Below(kind, space, "")];

    private IEnumerable<JsonObject> Below(string kind, string? space, string owner) =>
        Cluster.Store.Below(Cluster.Catalogue.Of(kind).StorageKey, owner).Where(item => string.IsNullOrEmpty(space) || item.Namespace == space).Select(item => item.Body);

    public static string? Controller(JsonObject item) =>
        item.Maps("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"))?.Text("uid");

    public JsonObject Create(string kind, string space, JsonObject body) =>
        writer.Create(Cluster.Catalogue.Of(kind), space, body, WriteContext.Controller(Manager));

    public JsonObject Update(string kind, JsonObject item, Action<JsonObject> change) => Write(kind, item, change, "", Manager);

    public JsonObject UpdateStatus(string kind, JsonObject item, Action<JsonObject> change, string manager = Manager) =>
        Write(kind, item, change, "status", manager);

    public void Delete(ResourceType type, JsonObject item, JsonObject? options = null)
    {
        try
        {
            remover.Delete(type, item.Text("metadata", "namespace") ?? "", item.Text("metadata", "name")!, options ?? []);
        }
        catch (ApiFault gone) when (gone.Code == 404)
        {
            // Somebody else was faster, which is as good.
        }
    }

    public void DeletePod(JsonObject pod) => Delete(Cluster.Catalogue.Of("Pod"), pod);

    public static JsonObject OwnerReference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"), ["kind"] = owner.Text("kind"), ["name"] = owner.Text("metadata", "name"),
            ["uid"] = owner.Text("metadata", "uid"),
        ["controller"] = true, ["blockOwnerDeletion"] = true,
    };

    public static ObjectKey Key(JsonObject item) => new(item.Text("kind")!, item.Text("metadata", "namespace") ?? "",
        item.Text("metadata", "name")!);

    private JsonObject Write(string kind, JsonObject item, Action<JsonObject> change, string subresource, string manager) => writer.Patch(
        Cluster.Catalogue.Of(kind), item.Text("metadata", "namespace") ?? "", item.Text("metadata", "name")!, live =>
        {
            change(live);
            return live;
        }, WriteContext.Controller(manager, subresource));
}
