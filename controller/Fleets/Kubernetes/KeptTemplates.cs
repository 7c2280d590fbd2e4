using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The templates that are kept of a workload: stable's, and the one that stable's took the place of.</summary>
internal static class KeptTemplates
{
    public static RevisionSnapshot? Stable(WorkloadPicture picture, string revision) =>
        picture.KeptAs(Marks.Stable).FirstOrDefault(k => k.Revision == revision);

    /// <summary>Stable's template is kept, out of the workload or of the platform's <paramref name="copy"/>; then older ones are forgotten.</summary>
    public static FleetStep? KeepStable(WorkloadPicture picture, string stable, string? copy)
    {
        var isWanted = picture.Workload.Revision == stable;
        var keep = isWanted || copy is not null ? new FleetStep.Keep(Marks.Stable, stable, isWanted ? null : copy) : null;
        return Stable(picture, stable) is null
            ? (FleetStep?)keep ?? new FleetStep.Refuse($"nothing of {picture.Workload.Name} has {stable} any more")
            : keep is not null && picture.KeptAs(Marks.Stable).FirstOrDefault(k => k.Revision != stable) is { } old
                ? new FleetStep.Forget(old.Name, old.Uid, keep)
            : null;
    }

    /// <summary>What to come back to from a promotion, where nothing is kept yet; nothing on a way back, whose end is kept.</summary>
    /// <param name="picture">Of a workload that is not all on its template.</param>
    /// <param name="replaced">What the template takes the place of.</param>
    /// <param name="copyOf">The platform's copy of a revision, by name.</param>
    public static FleetStep.Keep? BeforePromotion(WorkloadPicture picture, string? replaced, Func<string, string?> copyOf)
    {
        if (picture.Workload.Displaced is not null || Stable(picture, picture.Workload.Revision) is not null)
        {
            return null;
        }

        var revision = picture.KeptAs(Marks.Stable).FirstOrDefault()?.Revision ?? replaced;
        return revision is not null && copyOf(revision) is { } copy ? new FleetStep.Keep(Marks.Stable, revision, copy) : null;
    }

    /// <summary>A note that is in force no more, and templates that no note in force names.</summary>
    public static FleetStep? ForgetDisplaced(WorkloadPicture picture)
    {
        var workload = picture.Workload;
        return workload.Displacement is { } note && workload.Displaced is null ? new FleetStep.Unmark(note, workload.Revision)
            : picture.KeptAs(Marks.Displaced).FirstOrDefault(k => k.Revision != workload.Displaced) is { } kept
                ? new FleetStep.Forget(kept.Name, kept.Uid)
            : null;
    }

    public static FleetStep? ForgetAll(WorkloadPicture picture) =>
        picture.Kept.FirstOrDefault(k => k is { Role: not null, IsTerminating: false }) is { } kept ? new FleetStep.Forget(kept.Name, kept.Uid) : null;

    /// <summary>Stable's template in the place of the user's.</summary>
    public static FleetStep Displace(WorkloadPicture picture, string stable, HoldField field) =>
        Stable(picture, stable) is null
            ? new FleetStep.Refuse($"{stable} is not kept, so the template of {picture.Workload.Name} cannot be taken back to it")
            : new FleetStep.Displace(stable, picture.Workload.Revision, field);

    /// <summary>What was displaced goes back to where the user wrote it.</summary>
    public static FleetStep? PutBack(WorkloadPicture picture, HoldField field) =>
        picture.Workload is { Displaced: not null, Displacement: { } note } ? new FleetStep.PutBack(note, field) : null;

    public static FleetStep? Disown(WorkloadPicture picture) => picture.Workload.TemplateIsNotedAsOurs ? new FleetStep.Disown() : null;

    /// <summary>The rollout goes and leaves the workload as it is: nothing may point to what goes with it.</summary>
    public static FleetStep? Orphan(WorkloadPicture picture, WorkloadTarget target) =>
        picture.Workload is { Displacement: { } note } workload && WorkloadProblems.ClaimedByOther(workload, target) is null
            ? new FleetStep.Unmark(note, workload.Revision) : null;
}
