using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The templates that are kept of a StatefulSet or DaemonSet: stable's, and the one that stable's took the place of.</summary>
internal static class KeptTemplates
{
    public static RevisionSnapshot? Stable(WorkloadPicture picture, string revision) =>
        picture.KeptAs(Marks.Stable).FirstOrDefault(k => k.Revision == revision);

    /// <summary>What the user wrote, while a kept stable template is in its place.</summary>
    public static string? Displaced(WorkloadPicture picture) => Stable(picture, picture.Workload.Revision) is null
        ? null
        : picture.KeptAs(Marks.Displaced).Where(k => k.Revision != picture.Workload.Revision).MaxBy(k => k.Metadata?.CreationTimestamp)?.Revision;

    /// <summary>Stable's template is kept, out of the workload or of the platform's <paramref name="copy"/>; older ones are forgotten.</summary>
    public static FleetStep? KeepStable(WorkloadPicture picture, string stable, RevisionSnapshot? copy)
    {
        if (Stable(picture, stable) is null)
        {
            return picture.Workload.Revision == stable ? new FleetStep.Keep(Marks.Stable, stable, null)
                : copy is not null ? new FleetStep.Keep(Marks.Stable, stable, copy.Name)
                : new FleetStep.Refuse($"no ControllerRevision of {picture.Workload.Name} has {stable} any more");
        }

        return picture.KeptAs(Marks.Stable).FirstOrDefault(k => k.Revision != stable) is { } old
            ? new FleetStep.Forget(old.Name, old.Uid) : null;
    }

    public static FleetStep? ForgetDisplaced(WorkloadPicture picture, string? but) =>
        picture.KeptAs(Marks.Displaced).FirstOrDefault(k => k.Revision != but) is { } kept
            ? new FleetStep.Forget(kept.Name, kept.Uid) : null;

    public static FleetStep? ForgetAll(WorkloadPicture picture) =>
        picture.Kept.FirstOrDefault(k => k.Role is not null && k.Metadata?.DeletionTimestamp is null) is { } kept
            ? new FleetStep.Forget(kept.Name, kept.Uid) : null;

    /// <summary>The template is kept, then stable's is written in its place.</summary>
    public static FleetStep Displace(WorkloadPicture picture, string stable, HoldField field)
    {
        var template = picture.Workload.Revision;
        return !picture.KeptAs(Marks.Displaced).Any(k => k.Revision == template) ? new FleetStep.Keep(Marks.Displaced, template, null)
            : ForgetDisplaced(picture, template)
                ?? (Stable(picture, stable) is { } kept ? new FleetStep.WriteTemplate(kept.Name, stable, template, field)
                    : new FleetStep.Refuse($"{stable} is not kept, so the template of {picture.Workload.Name} cannot be taken back to it"));
    }

    /// <summary>What was displaced goes back to where the user wrote it, held.</summary>
    public static FleetStep? PutBack(WorkloadPicture picture, HoldField held)
    {
        if (Displaced(picture) is not { } revision)
        {
            return null;
        }

        var kept = picture.KeptAs(Marks.Displaced).First(k => k.Revision == revision);
        return ForgetDisplaced(picture, revision) ?? new FleetStep.WriteTemplate(kept.Name, revision, picture.Workload.Revision, held);
    }

    public static FleetStep? Disown(WorkloadPicture picture) => picture.Workload.TemplateIsNotedAsOurs ? new FleetStep.Disown() : null;
}
