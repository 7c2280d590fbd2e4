using Rollout.Api;
using Rollout.Planning.Alerts;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Walking;

/// <summary>
/// Makes finitely many states of all that can be recorded. Nothing that a decision depends on is lost: times are moved so that it is
/// always the same moment, a clock keeps only whether it has run out, revisions are named after their part (v1 stable, v2 on trial), trials
/// are not counted, messages and the reasons that no rule asks for are dropped, and so is the history of outcomes.
/// </summary>
internal static class StateKey
{
    private static readonly DateTimeOffset Past = A.Start.AddDays(-1);

    /// <param name="progress">As recorded.</param>
    /// <param name="now">The moment it is seen at.</param>
    /// <param name="spec">Whose clocks run.</param>
    public static Progress Of(Progress progress, DateTimeOffset now, StaggeredRolloutSpec spec)
    {
        var names = Renamed(progress);
        string? Name(string? revision) => revision is null ? null : names.GetValueOrDefault(revision, revision);
        DateTimeOffset? Moved(DateTimeOffset? at, TimeSpan clock) => at is { } t ? now - t >= clock ? A.Start - clock : A.Start : null;
        var waits = progress.Phase is Phase.Promoting or Phase.RollingBack;
        return progress with
        {
            Since = waits ? Moved(progress.Since, spec.ProgressDeadline) : Past,
            Reason = progress.Reason == Reasons.StageOpened ? Reasons.StageOpened : Reasons.AtRest,
            Message = "m",
            StableRevision = Name(progress.StableRevision),
            PreviousStableRevision = null,
            CanaryRevision = Name(progress.CanaryRevision),
            Trial = Math.Min(progress.Trial, 1),
            StartedAt = progress.StartedAt is null ? null : Past,
            Stage = progress.Stage is { } stage ? Of(stage, progress, now, spec) : null,
            CanaryNodes = Nodes(progress.CanaryNodes, progress),
            WarmingNodes = Nodes(progress.WarmingNodes, progress),
            WarmUpUntil = progress.WarmUpUntil is { } warm ? warm > now ? A.Start + spec.WarmUp : A.Start : null,
            UnavailableSince = Moved(progress.UnavailableSince, spec.UnavailableAfter),
            Harm = progress.Harm is null ? null : new HarmRecord("m", "m", Past),
            PausedByOrder = progress.PausedByOrder is null ? null : new PauseRecord("ada", Past),
            WayBack = progress.WayBack is { } way
                ? new WayBack(OutcomeResult.Aborted, Name(way.Revision)!, Reasons.AtRest, "m") { Nodes = way.Nodes.Count > 0 ? ["n1"] : [] }
                : null,
            RefusedRevisions = ValueList.From(progress.RefusedRevisions
                .Select(r => Name(r.Revision)).Where(r => r == "v2" || (r == "v3" && progress.Stage is null))
                .Order(StringComparer.Ordinal).Select(r => new RefusedRevision(r!, Reasons.HarmProven, "m", Past))),
            Outcomes = [],
            Alerts = ValueList.From(progress.Alerts.Where(a => a.Firing).Select(a => Of(a, progress))),
        };
    }

    private static KnownAlert Of(KnownAlert alert, Progress progress)
    {
        var since = alert.Since >= progress.StartedAt ? A.Start : Past.AddDays(-1);
        return alert with { Summary = null, StartsAt = since, Since = since, OverruledBy = alert.OverruledBy is null ? null : "ada" };
    }

    private static StageProgress Of(StageProgress stage, Progress progress, DateTimeOffset now, StaggeredRolloutSpec spec)
    {
        if ((progress.Before ?? progress.Phase) == Phase.Promoting)
        {
            return new StageProgress { Index = 0, Nodes = 1, FleetNodes = 4, Since = Past };
        }

        var minimum = stage.Nodes == 1 ? TimeSpan.FromMinutes(4) : TimeSpan.Zero;
        return stage with
        {
            FleetNodes = 4,
            Since = Past,
            ReadyAt = stage.ReadyAt is { } ready ? now - ready >= minimum ? A.Start - minimum : A.Start : null,
            Deadline = Of(stage.Deadline, now, spec.Deadline),
            Startup = Of(stage.Startup, now, spec.ProgressDeadline),
        };
    }

    /// <summary>Nodes are alike: canaries are n1, n2, whichever they were.</summary>
    private static ValueList<string> Nodes(ValueList<string> nodes, Progress progress) =>
        ValueList.From(nodes.Select(n => $"n{IndexOf(progress.CanaryNodes, n) + 1}").Order(StringComparer.Ordinal));

    private static int IndexOf(ValueList<string> nodes, string node)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] == node)
            {
                return i;
            }
        }

        return -1;
    }

    private static StageClock Of(StageClock clock, DateTimeOffset now, TimeSpan full) =>
        new(clock.At(now) >= full ? full : TimeSpan.Zero, clock.RunningSince is null ? null : A.Start);

    private static Dictionary<string, string> Renamed(Progress progress)
    {
        var parts = new[] { (progress.StableRevision, "v1"), (progress.CanaryRevision ?? progress.WayBack?.Revision, "v2") };
        var names =
            parts.Where(p => p.Item1 is not null).DistinctBy(p => p.Item1).ToDictionary(p => p.Item1!, p =>
            p.Item2, StringComparer.Ordinal);
        var left =
            new Queue<string>(
            new[] { "v1", "v2", "v3" }.Except(names.Values, StringComparer.Ordinal).OrderByDescending(n => n, StringComparer.Ordinal));
        foreach (
            var refused in progress.RefusedRevisions.Select(r => r.Revision).Where(r =>
            r is "v1" or "v2" or "v3" && !names.ContainsKey(r)).ToList())
        {
            names[refused] = left.Count > 0 ? left.Dequeue() : "forgotten";
        }

        return names;
    }
}
