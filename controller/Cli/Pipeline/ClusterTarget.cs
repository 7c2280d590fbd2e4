using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes;
using Rollout.History;
using Rollout.Kubernetes.Rest;
using Rollout.Recording;
using Rollout.Recording.Kubernetes;
using Rollout.Server.Client;
using Rollout.Server.Http;
using Rollout.Server.Operator;
using Rollout.Server.Releases;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Cli.Pipeline;

/// <summary>
/// The cluster itself, as whoever the kubeconfig names: looks are at the StaggeredRollout and its workload, orders are the annotations, the
/// pause and the images that kubectl would write. No controller's API is needed for it.
/// </summary>
internal sealed class ClusterTarget(ClusterClient client) : IRolloutTarget
{
    private readonly ResourceClient<JsonObject> rollouts = client.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));

    /// <summary>Of what names none.</summary>
    public string Namespace => client.Connection.Namespace;

    /// <summary>Who orders, as the cluster will show it.</summary>
    private static string Author => "rollout-" + (Environment.UserName is { Length: > 0 } name ? name : "cli");

    public void Dispose() => client.Dispose();

    public async Task<ApiAnswer> GetAsync(RolloutSeen.RolloutName rollout, string? etag, CancellationToken cancellation)
    {
        var (found, snapshot, wrong) = await ReadAsync(rollout, cancellation);
        if (found is null || snapshot is null)
        {
            return wrong!;
        }

        JsonObject? workload = null;
        if (TargetOf(snapshot) is { } target
            && !(await client.Resources(ResourceKinds.Untyped(target.Type)).GetAsync(target.Key, cancellation)).TryGet(out workload, out var error) && !error.IsNotFound)
        {
            return Answer(error);
        }

        var tag = $"{(string?)found["metadata"]?["resourceVersion"]}/{(string?)workload?["metadata"]?["resourceVersion"]}";
        if (tag == etag)
        {
            return new ApiAnswer.Unchanged();
        }

        var json = ClusterPicture.Of(found, workload).ToJsonString();
        return new ApiAnswer.Found(JsonSerializer.Deserialize<RolloutSeen>(json, RolloutSeen.Json)!, json, tag);
    }

    public async Task<ApiAnswer> OrderAsync(
        RolloutSeen.RolloutName rollout, string verb, IReadOnlyDictionary<string, string?> body, IReadOnlyDictionary<string, string>? images, CancellationToken cancellation)
    {
        var (_, snapshot, wrong) = await ReadAsync(rollout, cancellation);
        if (snapshot is null)
        {
            return wrong!;
        }

        var order = new OrderBody(body.GetValueOrDefault("version"), body.GetValueOrDefault("revision"), body.GetValueOrDefault("commit"), body.GetValueOrDefault("builtAt"))
        {
            CommittedAt = body.GetValueOrDefault("committedAt"), Images = images, ApiBreaks = body.GetValueOrDefault("apiBreaks"), Risk = body.GetValueOrDefault("risk"),
        };
        var desk = new AnnotationDesk(client, snapshot.Key, TargetOf(snapshot));
        var answer = await desk.OrderAsync(
            Enum.Parse<OrderVerb>(verb, ignoreCase: true), order, Author, StatusProgress.Of(StatusProgress.Read(snapshot.Status)), cancellation);
        return answer switch
        {
            OrderAnswer.Accepted => await GetAsync(rollout, null, cancellation),
            OrderAnswer.Invalid invalid => new ApiAnswer.Invalid(string.Join("; ", invalid.Problems), invalid.Problems),
            OrderAnswer.Conflict { PassedOn: 401 or 403 } denied => new ApiAnswer.Denied(denied.Reason),
            OrderAnswer.Conflict conflict => new ApiAnswer.Conflict(conflict.Reason),
            _ => throw new InvalidOperationException($"no answer for {answer}"),
        };
    }

    /// <summary>Those that the statuses hold, newest first; null with the answer instead.</summary>
    /// <param name="rollout">Null: of all in every namespace.</param>
    public async Task<(IReadOnlyList<ReleaseRecord>? Releases, ApiAnswer? Instead)> ReleasesAsync(RolloutSeen.RolloutName? rollout, CancellationToken cancellation)
    {
        if (rollout is not null)
        {
            var (found, _, wrong) = await ReadAsync(rollout, cancellation);
            return found is null ? (null, wrong) : (Of([found]), null);
        }

        return (await rollouts.ListAsync(new ListOptions(), cancellation)).TryGet(out var all, out var error) ? (Of(all.Items), null) : (null, Answer(error));
    }

    private static List<ReleaseRecord> Of(IEnumerable<JsonObject> rollouts) =>
    [
        .. rollouts.Select(RecordedProgress.Of).Where(r => r.Progress is not null)
            .SelectMany(r => ReleaseRecords.Of(new RolloutKey(r.Meta.Namespace, r.Meta.Name), r.Meta.Uid, r.Progress!, r.Version))
            .OrderByDescending(r => r.Key.StartedAt),
    ];

    private static WorkloadTarget? TargetOf(RolloutSnapshot rollout) =>
        rollout.Kind is { } kind ? new WorkloadTarget(kind, rollout.Key.Namespace, rollout.Workload, ResolvedRollout.OwnerOf(rollout)) : null;

    private async Task<(JsonObject? Found, RolloutSnapshot? Snapshot, ApiAnswer? Wrong)> ReadAsync(RolloutSeen.RolloutName rollout, CancellationToken cancellation)
    {
        var read = await rollouts.GetAsync(new ObjectKey(rollout.Namespace, rollout.Name), cancellation);
        return read.TryGet(out var found, out var error) ? (found, found.Deserialize<RolloutSnapshot>(), null) : (null, null, Answer(error));
    }

    private static ApiAnswer Answer(ApiError error) => error switch
    {
        { IsNotServed: true } => new ApiAnswer.Missing("the cluster does not serve staggered.dev; apply what rollout crds prints"),
        { IsNotFound: true } => new ApiAnswer.Missing(error.ToString()),
        { IsForbidden: true } or { IsUnauthorized: true } => new ApiAnswer.Denied(error.ToString()),
        { IsInvalid: true } => new ApiAnswer.Invalid(error.ToString(), []),
        _ => new ApiAnswer.Away(error.ToString()),
    };
}
