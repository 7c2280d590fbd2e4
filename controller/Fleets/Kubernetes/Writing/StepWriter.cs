using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>Carries one step out. What a step was decided on is tested in the request itself; a refusal is a value.</summary>
internal sealed class StepWriter(ClusterClient client, WorkloadTarget target)
{
    private static readonly WriteOptions Ours = new() { FieldManager = Marks.Manager };
    private readonly LiveObjects live = new(client, target);

    /// <summary>Null: it was done. Else why not; then nothing was changed, or the next look shows what was.</summary>
    public async ValueTask<string?> WriteAsync(FleetStep step, CancellationToken cancellationToken) => step switch
    {
        FleetStep.Claim claim => Outcome(await live.Workloads.PatchAsync(target.Key, Patch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = claim.ResourceVersion,
                ["labels"] = new JsonObject { [Marks.Rollout] = target.Claim },
            },
        }), Ours, cancellationToken)),
        FleetStep.Hold hold => await HoldAsync(hold, cancellationToken),
        FleetStep.CreateCanary canary => await CreateCanaryAsync(canary, cancellationToken),
        FleetStep.ScaleSet(var name, var uid, var replicas) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Add("/spec/replicas", replicas), cancellationToken),
        FleetStep.AdoptSet(var name, var uid) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Add("/metadata/ownerReferences", OwnObjects.Owners(target)), cancellationToken),
        FleetStep.OrphanSet(var name, var uid) => await StepsAsync(live.ReplicaSets, name,
            new JsonPatch().Test("/metadata/uid", uid).Remove("/metadata/ownerReferences"), cancellationToken),
        FleetStep.DeleteSet(var name, var uid, var version) => await DeleteAsync(live.ReplicaSets, name,
            new DeleteOptions { Uid = uid, ResourceVersion = version, Propagation = PropagationPolicy.Background }, cancellationToken),
        FleetStep.Forget(var name, var uid) =>
            await DeleteAsync(live.Revisions, name, new DeleteOptions { Uid = uid }, cancellationToken),
        FleetStep.DeletePod(var name, var uid) => await DeleteAsync(live.Pods, name, new DeleteOptions { Uid = uid }, cancellationToken),
        FleetStep.Keep keep => await KeepAsync(keep, cancellationToken),
        FleetStep.WriteTemplate template => await WriteTemplateAsync(template, cancellationToken),
        FleetStep.Disown => await DisownAsync(cancellationToken),
        FleetStep.Release(var field) => await ReleaseAsync(field, cancellationToken),
        FleetStep.Wait or FleetStep.Refuse => throw new ArgumentException("there is nothing to write", nameof(step)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no such step"),
    };

    /// <summary>The template as it was read is tested in the very request: with any other the server answers 422 and nothing is let go.</summary>
    private async ValueTask<string?> HoldAsync(FleetStep.Hold step, CancellationToken cancellationToken)
    {
        var (workload, failure) = await live.WorkloadWithAsync(step.Template, cancellationToken);
        return workload is null
            ? failure
            : await FencedAsync(
                step.Template, HoldFields.Write(new JsonPatch().Test("/spec/template", workload["spec"]!["template"]), step.Field, workload),
                cancellationToken);
    }

    private async ValueTask<string?> CreateCanaryAsync(FleetStep.CreateCanary step, CancellationToken cancellationToken)
    {
        var (workload, failure) = await live.WorkloadWithAsync(step.Revision, cancellationToken);
        return workload is null
            ? failure
            : Created(await live.ReplicaSets.CreateAsync(OwnObjects.Canary(target, workload, step.Revision, step.Replicas), Ours, cancellationToken));
    }

    private async ValueTask<string?> KeepAsync(FleetStep.Keep step, CancellationToken cancellationToken)
    {
        var (template, failure) = await live.TemplateAsync(step.From, step.Revision, cancellationToken);
        return template is null
            ? failure
            : Created(await live.Revisions.CreateAsync(OwnObjects.Kept(target, step.Role, step.Revision, template), Ours, cancellationToken));
    }

    private async ValueTask<string?> WriteTemplateAsync(FleetStep.WriteTemplate step, CancellationToken cancellationToken)
    {
        var (template, failure) = await live.TemplateAsync(step.Kept, step.Revision, cancellationToken);
        if (template is null)
        {
            return failure;
        }

        var (workload, moved) = await live.WorkloadWithAsync(step.Displacing, cancellationToken);
        if (workload is null)
        {
            return moved;
        }

        var patch = new JsonPatch().Test("/spec/template", workload["spec"]!["template"]).Replace("/spec/template", template);
        return await FencedAsync(step.Displacing, HoldFields.Write(patch, step.Field, workload), cancellationToken);
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

    private async ValueTask<string?> ReleaseAsync(HoldField? field, CancellationToken cancellationToken)
    {
        var change = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [Marks.Rollout] = null } } };
        if (field is not null)
        {
            change["spec"] = HoldFields.Released(field);
        }

        return Outcome(await live.Workloads.PatchAsync(target.Key, Patch.Merge(change), Ours, cancellationToken));
    }

    private async ValueTask<string?> FencedAsync(string template, JsonPatch patch, CancellationToken cancellationToken)
    {
        var answer = await live.Workloads.PatchAsync(target.Key, Patch.Steps(patch), Ours, cancellationToken);
        return answer.TryGet(out _, out var error) ? null
            : error.IsInvalid ? $"the template of {target} is not {template} any more, or the change is not taken: {error.Message}"
            : error.ToString();
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

    /// <summary>What is there already is either our own, from a try that was cut off, and the next look shows it; or the next look does not.</summary>
    private static string? Created(ApiResult<JsonObject> answer) =>
        answer.TryGet(out _, out var error) || error.IsAlreadyExists ? null : error.ToString();

    private static string? Outcome(ApiResult<JsonObject> answer) => answer.TryGet(out _, out var error) ? null : error.ToString();
}
