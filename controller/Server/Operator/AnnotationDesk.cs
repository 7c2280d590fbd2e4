using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Http;
using Rollout.Server.Loop;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;
using OrderVerb = Rollout.Server.Http.OrderVerb;

namespace Rollout.Server.Operator;

/// <summary>
/// Orders for a rollout of pods stand where whoever has kubectl would write them: annotations of the StaggeredRollout, its <c>spec.paused</c>, the
/// images of the workload. So any replica may take them, and whoever leads finds them.
/// </summary>
/// <param name="client">As whom it writes.</param>
/// <param name="key">The rollout.</param>
/// <param name="target">Its workload; null: it names none.</param>
public sealed class AnnotationDesk(ClusterClient client, RolloutKey key, WorkloadTarget? target) : IOrderDesk
{
    private const int MostManager = 128;
    private readonly ResourceClient<JsonObject> rollouts = client.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));

    public ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, Progress progress, CancellationToken cancellationToken) => verb switch
    {
        OrderVerb.Start => StartAsync(body, author, cancellationToken),
        OrderVerb.Pause => PausedAsync(true, author, cancellationToken),
        OrderVerb.Resume => PausedAsync(false, author, cancellationToken),
        OrderVerb.Abort => AboutAsync(Api.Resources.OrderVerb.Abort, body.Revision ?? progress.CanaryRevision, "nothing is on trial", author, cancellationToken),
        OrderVerb.Promote => AboutAsync(Api.Resources.OrderVerb.Promote, body.Revision ?? progress.CanaryRevision, "nothing is on trial", author, cancellationToken),
        OrderVerb.Retry => AboutAsync(Api.Resources.OrderVerb.Retry, body.Revision ?? (progress.RefusedRevisions is [var newest, ..] ? newest.Revision : null),
            "nothing was refused", author, cancellationToken),
    };

    private async ValueTask<OrderAnswer> AboutAsync(
        Api.Resources.OrderVerb verb, string? revision, string nothing, string author, CancellationToken cancellationToken) => revision is null
        ? new OrderAnswer.Conflict(nothing)
        : await WriteAsync(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [OrderAnnotations.KeyOf(verb)] = revision } } }, author, cancellationToken);

    private ValueTask<OrderAnswer> PausedAsync(bool paused, string author, CancellationToken cancellationToken) =>
        WriteAsync(new JsonObject { ["spec"] = new JsonObject { ["paused"] = paused } }, author, cancellationToken);

    private async ValueTask<OrderAnswer> WriteAsync(JsonObject change, string author, CancellationToken cancellationToken) =>
        Answer(await rollouts.PatchAsync(new ObjectKey(key.Namespace, key.Name), Patch.Merge(change), By(author), cancellationToken));

    private async ValueTask<OrderAnswer> StartAsync(OrderBody body, string author, CancellationToken cancellationToken)
    {
        if (body.Version is not null || body.Images is null)
        {
            return new OrderAnswer.Invalid([new Problem(body.Version is null ? "body.images" : "body.version", body.Version is null ? "is missing" : "is for fleets of hosts",
                "name the image of each container that changes: {\"images\":{\"shop\":\"registry.example/shop:2\"}}")]);
        }

        if (target is null)
        {
            return new OrderAnswer.Conflict("the rollout names no workload");
        }

        var workloads = client.Resources(ResourceKinds.Untyped(target.Type));
        if (!(await workloads.GetAsync(target.Key, cancellationToken)).TryGet(out var workload, out var error))
        {
            return new OrderAnswer.Conflict(error.ToString()) { PassedOn = error.StatusCode };
        }

        var (problems, change) = ImagesChange.Of(workload, body);
        return problems.Count > 0 ? new OrderAnswer.Invalid(problems)
            : Answer(await workloads.PatchAsync(target.Key, Patch.Strategic(change), By(author), cancellationToken));
    }

    private static OrderAnswer Answer(ApiResult<JsonObject> written) =>
        written.Match<OrderAnswer>(_ => new OrderAnswer.Accepted(), error => new OrderAnswer.Conflict(error.ToString()) { PassedOn = error.StatusCode });

    /// <summary>The author stands in managedFields, where annotated orders are read with theirs.</summary>
    private static WriteOptions By(string author)
    {
        var name = new string([.. author.Where(c => !char.IsControl(c)).Take(MostManager)]);
        return new WriteOptions { FieldManager = name.Length > 0 ? name : Marks.Manager };
    }
}
