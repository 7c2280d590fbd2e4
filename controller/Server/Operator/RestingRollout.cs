using System.Text.Json.Nodes;
using Rollout.Api.Binding;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Server.Projection;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;
using OrderVerb = Rollout.Server.Http.OrderVerb;

namespace Rollout.Server.Operator;

/// <summary>A rollout that this process has no loop for, because it rests or because another process leads: as its status has it.</summary>
public sealed class RestingRollout(OperatorParts parts, RolloutSnapshot rollout) : IRunningRollout
{
    public string Namespace => rollout.Key.Namespace;

    public string Name => rollout.Key.Name;

    public EventHub Events => parts.Hubs.Of(rollout.Key);

    public StatusView Current => new(Json(), $"\"{rollout.Metadata?.ResourceVersion}\"");

    public ValueTask<string> EvidenceAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult("""{"revision":null,"metrics":[]}""");

    public ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, CancellationToken cancellationToken) =>
        new AnnotationDesk(parts.Client, rollout.Key, parts.Resolution.Of(rollout).Target)
            .OrderAsync(verb, body, author, StatusProgress.Of(StatusProgress.Read(rollout.Status)), cancellationToken);

    /// <summary>
    /// Nothing is under way where a rollout rests, and what fires now began before whatever begins later: it concerns none of the thousands
    /// that rest, and their specs are not even read. Where another process leads, that one must hear it.
    /// </summary>
    public ValueTask<HeardAnswer> HearAsync(AlertGroup told, CancellationToken cancellationToken) => ValueTask.FromResult<HeardAnswer>(
        !Enum.TryParse<Phase>(rollout.Phase, out var phase) || phase.IsSettled() || told.Fitting(new AlertScreen(parts.Resolution.Of(rollout).Spec)).Count == 0 ? new HeardAnswer.Recorded(0)
        : new HeardAnswer.NotYet("this process does not lead the rollout, or does not yet"));

    private string Json()
    {
        var resolved = parts.Resolution.Of(rollout);
        var status = StatusProgress.Read(rollout.Status);
        var progress = StatusProgress.Of(status);
        var fleet = Fleet(resolved);
        var json = StatusProjection.Of(new Picture
        {
            Namespace = Namespace,
            Name = Name,
            Now = parts.Time.GetUtcNow(),
            Spec = resolved.Spec,
            SpecJson = SpecJson.Summarise(resolved.Spec),
            Progress = fleet is Observed<FleetState>.Known known && progress.Stage is { } stage
                ? progress with { Stage = stage with { FleetNodes = known.Value.WantedNodes ?? known.Value.Nodes.Count } } : progress,
            Fleet = fleet,
            Judgement = new Observed<JudgeView>.Missing(),
            PerMinute = new Dictionary<string, double>(StringComparer.Ordinal),
            Expected = new Dictionary<string, double>(StringComparer.Ordinal),
            Excluded = new Dictionary<string, string>(StringComparer.Ordinal),
            Probes = [],
            Happenings = [],
            Conditions = StatusProgress.Conditions(status),
        });
        if (json["status"] is JsonObject shown && rollout.Status.Length > 0 && JsonNode.Parse(rollout.Status)?["verdict"] is { } verdict)
        {
            shown["verdict"] = verdict.DeepClone();
        }

        return json.ToJsonString();
    }

    private Observed<FleetState> Fleet(ResolvedRollout resolved)
    {
        if (resolved.Target is not { } target || !parts.Caches.Kinds.Contains(target.Kind))
        {
            return new Observed<FleetState>.Missing();
        }

        // The caches answer at once.
        var look = WorkloadFleets.Create(target, parts.Client, new KubernetesFleetOptions { Reader = parts.Caches.Pictures, Hold = () => parts.Hold(target.Kind) })
            .ObserveAsync(CancellationToken.None);
        return look.IsCompletedSuccessfully ? look.Result : new Observed<FleetState>.Missing();
    }
}
