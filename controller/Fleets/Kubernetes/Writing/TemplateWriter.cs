using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>
/// Writes that depend on the workload's template. The template as it was read is tested in the very request: with any other the server answers
/// 422 and nothing is changed. What is taken out of a workload is kept first, by a request that tells whether it was there already.
/// </summary>
internal sealed class TemplateWriter(ClusterClient client, WorkloadTarget target)
{
    private const string Template = "/spec/template";
    private static readonly string Note = "/metadata/labels/" + Marks.Displacement.Replace("/", "~1", StringComparison.Ordinal);
    private static readonly WriteOptions Ours = new() { FieldManager = Marks.Manager };
    private readonly LiveObjects live = new(client, target);

    public async ValueTask<string?> HoldAsync(FleetStep.Hold step, CancellationToken cancellationToken)
    {
        var (workload, failure) = await live.WorkloadWithAsync(step.Template, cancellationToken);
        return workload is null
            ? failure
            : await FencedAsync(step.Template, HoldFields.Write(Fence(workload), step.Field, workload), cancellationToken);
    }

    public async ValueTask<string?> KeepAsync(FleetStep.Keep step, CancellationToken cancellationToken)
    {
        var (template, failure) = await live.TemplateAsync(step.From, step.Revision, cancellationToken);
        return template is null ? failure : await KeepAsync(step.Role, step.Revision, template, cancellationToken);
    }

    public async ValueTask<string?> DisplaceAsync(FleetStep.Displace step, CancellationToken cancellationToken)
    {
        var (workload, moved) = await live.WorkloadWithAsync(step.Template, cancellationToken);
        if (workload is null)
        {
            return moved;
        }

        // A DaemonSet's is taken out once only: the list that says so may have been of the past.
        if (target.Kind == WorkloadKind.DaemonSet && (await live.KeptAsync(Marks.Returned, step.Template, cancellationToken)).Template is not null)
        {
            return $"{step.Template} was taken out of the template of {target} once: nothing was changed";
        }

        var users = LiveObjects.Clean(workload["spec"]!["template"]!);
        if (await KeepAsync(Marks.Displaced, step.Template, users, cancellationToken) is { } unkept)
        {
            return unkept;
        }

        var (stable, missing) = await live.KeptAsync(Marks.Stable, step.Stable, cancellationToken);
        return stable is null
            ? missing
            : await FencedAsync(
                step.Template,
                HoldFields.Write(
                    Fence(workload).Replace(Template, stable).Add(Note, new Displacement(step.Stable, step.Template).Label), step.Field, workload),
                cancellationToken);
    }

    public async ValueTask<string?> PutBackAsync(FleetStep.PutBack step, CancellationToken cancellationToken)
    {
        var (users, missing) = await live.KeptAsync(Marks.Displaced, step.Note.Displaced, cancellationToken);
        if (users is null)
        {
            return $"{missing}; {target} has {step.Note.Stable} in the place of {step.Note.Displaced}: write its template again, "
                + $"or take its label {Marks.Displacement} away if it is to stay so";
        }

        var (workload, moved) = await live.WorkloadWithAsync(step.Note.Stable, cancellationToken);
        return workload is null
            ? moved
            : await FencedAsync(
                step.Note.Stable,
                HoldFields.Write(Fence(workload).Test(Note, step.Note.Label).Remove(Note).Replace(Template, users), step.Field, workload),
                cancellationToken);
    }

    public async ValueTask<string?> UnmarkAsync(FleetStep.Unmark step, CancellationToken cancellationToken)
    {
        var (workload, moved) = await live.WorkloadWithAsync(step.Template, cancellationToken);
        return workload is null
            ? moved
            : await FencedAsync(step.Template, Fence(workload).Test(Note, step.Note.Label).Remove(Note), cancellationToken);
    }

    /// <summary>What is there already is either our own, from a try that was cut off, and the next look shows it; or the next look does not.</summary>
    public static string? Created(ApiResult<JsonObject> answer) =>
        answer.TryGet(out _, out var error) || error.IsAlreadyExists ? null : error.ToString();

    private static JsonPatch Fence(JsonObject workload) => new JsonPatch().Test(Template, workload["spec"]!["template"]);

    private async ValueTask<string?> KeepAsync(string role, string revision, JsonObject template, CancellationToken cancellationToken) =>
        Created(await live.Revisions.CreateAsync(OwnObjects.Kept(target, role, revision, template), Ours, cancellationToken));

    private async ValueTask<string?> FencedAsync(string template, JsonPatch patch, CancellationToken cancellationToken)
    {
        var answer = await live.Workloads.PatchAsync(target.Key, Patch.Steps(patch), Ours, cancellationToken);
        return answer.TryGet(out _, out var error) ? null
            : error.IsInvalid ? $"the template of {target} is not {template} any more, or the change is not taken: {error.Message}"
            : error.ToString();
    }
}
