using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>
/// Carries one step out. What a step was decided on is tested in the request itself, since any read may show the past; a refusal is a value.
/// </summary>
internal sealed class StepWriter(ClusterClient client, WorkloadTarget target)
{
    private static readonly WriteOptions Ours = new() { FieldManager = Marks.Manager };
    private readonly LiveObjects live = new(client, target);
    private readonly TemplateWriter templates = new(client, target);

    /// <summary>Null: it was done. Else why not; then nothing was changed, or the next look shows what was.</summary>
    /// <param name="step">What is to be done.</param>
    /// <param name="seen">What it was decided on.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public async ValueTask<string?> WriteAsync(FleetStep step, WorkloadPicture seen, CancellationToken cancellationToken) =>
        step is FleetStep.Hold { First: { } before } && await templates.KeepAsync(before, cancellationToken) is { } unkept ? unkept
        : step is FleetStep.Forget { First: { } instead } && await templates.KeepAsync(instead, cancellationToken) is { } lost ? lost
        : step.NeedsTheWorkloadAsSeen && await ConfirmAsync(seen, exactly: false, cancellationToken) is { } moved ? moved
        : await WriteAsync(step, cancellationToken);

    /// <summary>
    /// Null: the workload is as it was seen, or gone as it was seen. Told by a write that changes nothing, since a write meets the newest state;
    /// an object that is gone answers it with 404, one that is there refuses it.
    /// </summary>
    /// <param name="seen">The look.</param>
    /// <param name="exactly">To the last label; else as far as its spec goes.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async ValueTask<string?> ConfirmAsync(WorkloadPicture seen, bool exactly, CancellationToken cancellationToken)
    {
        var workload = seen.Workload;
        var patch = new JsonPatch().Test("/metadata/uid", workload.Uid);
        patch = exactly ? patch.Test("/metadata/resourceVersion", workload.Version) : patch.Test("/metadata/generation", workload.Metadata?.Generation);
        var answer = await live.Workloads.PatchAsync(target.Key, Patch.Steps(patch), Ours, cancellationToken);
        return answer.TryGet(out _, out var error) || (error.IsNotFound && seen.IsGone) ? null
            : error.IsInvalid || error.IsNotFound ? $"{target} is not as it was seen any more: nothing was changed"
            : error.ToString();
    }

    private async ValueTask<string?> WriteAsync(FleetStep step, CancellationToken cancellationToken) => step switch
    {
        FleetStep.Claim claim => Outcome(await live.Workloads.PatchAsync(target.Key, Patch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = claim.ResourceVersion,
                ["labels"] = new JsonObject { [Marks.Rollout] = target.Claim },
            },
        }), Ours, cancellationToken)),
        FleetStep.Hold hold => await templates.HoldAsync(hold, cancellationToken),
        FleetStep.CreateCanary canary => await CreateCanaryAsync(canary, cancellationToken),
        FleetStep.ScaleSet(var name, var uid, var replicas) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Add("/spec/replicas", replicas), cancellationToken),
        FleetStep.AdoptSet(var name, var uid) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Add("/metadata/ownerReferences", OwnObjects.Owners(target)), cancellationToken),
        FleetStep.OrphanSet(var name, var uid) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Remove("/metadata/ownerReferences"), cancellationToken),
        FleetStep.DeleteSet(var name, var uid, var version) => await DeleteAsync(live.ReplicaSets, name,
            new DeleteOptions { Uid = uid, ResourceVersion = version, Propagation = PropagationPolicy.Background }, cancellationToken),
        FleetStep.Forget(var name, var uid, _) =>
            await DeleteAsync(live.Revisions, name, new DeleteOptions { Uid = uid }, cancellationToken),
        FleetStep.DeletePod(var name, var uid) => await DeleteAsync(live.Pods, name, new DeleteOptions { Uid = uid }, cancellationToken),
        FleetStep.Keep keep => await templates.KeepAsync(keep, cancellationToken),
        FleetStep.Displace displace => await templates.DisplaceAsync(displace, cancellationToken),
        FleetStep.PutBack back => await templates.PutBackAsync(back, cancellationToken),
        FleetStep.Unmark unmark => await templates.UnmarkAsync(unmark, cancellationToken),
        FleetStep.Disown => await DisownAsync(cancellationToken),
        FleetStep.Release release => await ReleaseAsync(release, cancellationToken),
        FleetStep.Wait or FleetStep.Refuse => throw new ArgumentException("there is nothing to write", nameof(step)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no such step"),
    };

    private async ValueTask<string?> CreateCanaryAsync(FleetStep.CreateCanary step, CancellationToken cancellationToken)
    {
        var (workload, failure) = await live.WorkloadWithAsync(step.Revision, cancellationToken);
        return workload is null
            ? failure
            : TemplateWriter.Created(await live.ReplicaSets.CreateAsync(OwnObjects.Canary(target, workload, step.Revision, step.Replicas), Ours, cancellationToken));
    }

    private async ValueTask<string?> DisownAsync(CancellationToken cancellationToken)
    {
        var answer = await live.Workloads.GetAsync(target.Key, cancellationToken);
        if (!answer.TryGet(out var workload, out var error))
        {
            return error.ToString();
        }

        var entries = workload["metadata"]?["managedFields"]?.AsArray() ?? [];
        var index = entries.ToList().FindIndex(e => e is not null && FieldOwners.IsOurTemplate(LiveObjects.Element(e)));
        if (index < 0)
        {
            return null;
        }

        var path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/metadata/managedFields/{index}");
        return Outcome(await live.Workloads.PatchAsync(
            target.Key, Patch.Steps(new JsonPatch().Test($"{path}/manager", Marks.Manager).Test($"{path}/fieldsV1", entries[index]!["fieldsV1"]).Remove(path)),
            Ours, cancellationToken));
    }

    private async ValueTask<string?> ReleaseAsync(FleetStep.Release step, CancellationToken cancellationToken)
    {
        var change = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = step.ResourceVersion,
                ["labels"] = new JsonObject { [Marks.Rollout] = null, [Marks.Displacement] = null },
            },
        };
        if (step.Field is not null)
        {
            change["spec"] = HoldFields.Released(step.Field);
        }

        return Outcome(await live.Workloads.PatchAsync(target.Key, Patch.Merge(change), Ours, cancellationToken));
    }

    private async ValueTask<string?> StepsAsync(
        ResourceClient<JsonObject> kind, string name, JsonPatch patch, CancellationToken cancellationToken) =>
        Outcome(await kind.PatchAsync(new ObjectKey(target.Namespace, name), Patch.Steps(patch), Ours, cancellationToken));

    private async ValueTask<string?> DeleteAsync(
        ResourceClient<JsonObject> kind, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        var answer = await kind.DeleteAsync(new ObjectKey(target.Namespace, name), options, cancellationToken);
        return answer.TryGet(out _, out var error) || error.IsNotFound ? null : error.ToString();
    }

    private static string? Outcome(ApiResult<JsonObject> answer) => answer.TryGet(out _, out var error) ? null : error.ToString();
}
