using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;

namespace Rollout.Recording.Kubernetes;

/// <summary>A StaggeredRollout as it was seen last: the next write is fenced by its version.</summary>
internal sealed record SeenRollout(JsonObject Object, ResourceMeta Meta, RolloutStatus? Status, string? StatusTrouble, IReadOnlyList<AnnotatedOrders.Found> Orders)
{
    /// <summary>0 where nothing was ever recorded.</summary>
    public long Sequence => Status?.Evidence?.Sequence ?? 0;

    public static SeenRollout Of(JsonObject rollout)
    {
        var read = ResourceReading.Rollout(JsonSerializer.SerializeToElement(rollout));
        return new SeenRollout(rollout, read.Meta, read.Status, read.StatusTrouble, AnnotatedOrders.Of(rollout, read.Meta));
    }

    /// <summary>Those that no pass has answered yet.</summary>
    public IEnumerable<AnnotatedOrders.Found> Waiting => Orders.Where(order => !IsTaken(order));

    public bool IsTaken(AnnotatedOrders.Found order) => Status?.Evidence?.TakenOrders.Contains(order.Mark, StringComparer.Ordinal) == true;

    /// <summary>The object with another status, to be sent back. Its fields' owners are left to the server.</summary>
    public JsonObject With(RolloutStatus status)
    {
        var next = (JsonObject)Object.DeepClone();
        (next["metadata"] as JsonObject)?.Remove("managedFields");
        next["status"] = JsonSerializer.SerializeToNode(status, ResourceJson.Default.RolloutStatus);
        return next;
    }
}
