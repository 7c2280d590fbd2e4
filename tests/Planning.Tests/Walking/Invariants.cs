using System.Text.Json;
using Rollout.Api;

namespace Rollout.Planning.Tests.Walking;

/// <summary>The invariants of design section 3 and of a planner that nobody has to watch.</summary>
internal static class Invariants
{
    /// <summary>Asked at every step.</summary>
    public static IReadOnlyList<Invariant> OfAStep { get; } =
    [
        new("never more canaries than the recorded stage", MoreThanTheStage),
        new("only evidence, a person or Widen opens a stage", OpensWithoutLeave),
        new("only a named cause takes a revision back", GoesBackWithoutCause),
        new("an abort leaves no canary", AbortLeavesCanary),
        new("a promotion promotes what was judged", PromotesAnother),
        new("a new revision supersedes, from stage one with fresh evidence", DoesNotSupersede),
        new("a paused rollout does not move", MovesWhilePaused),
        new("what was refused is not tried again unless ordered", TriesRefused),
        new("stable changes only by promotion or adoption", LosesStable),
        new("effects follow from what is recorded", ActsOnUnrecorded),
        new("every reason is from the closed list", UnknownReason),
        new("every order is answered once", LeavesOrders),
        new("a plan that changes nothing is not rechecked at once", RechecksAtOnce),
        new("an interrupted rollout knows where it comes back to", ForgetsWhereItWas),
        new("an unchanging world comes to rest", NeverRests),
    ];

    /// <summary>Those that write and read: asked of every different plan in every state.</summary>
    public static IReadOnlyList<Invariant> OfAPlan { get; } =
    [
        new("the same world gives the same plan, byte for byte", DecidesOtherwise),
        new("a restart changes nothing", RestartChanges),
    ];

    private static string? MoreThanTheStage(Step step)
    {
        foreach (var effect in step.Plan.Effects)
        {
            if (effect is Effect.EnsureCanaries e
                && (e.Nodes.Count > (step.Next.Stage?.Nodes ?? 0) || e.Nodes.Distinct().Count() != e.Nodes.Count
                    || step.Next.Stage?.Nodes is not (1 or 2)))
            {
                return $"{e.Nodes.Count} canaries in stage {step.Next.Stage?.Nodes}";
            }

            if (effect is Effect.EnsureEverywhere all && all.Revision != step.Next.StableRevision && step.Next.Phase != Phase.Promoting)
            {
                return $"{all.Revision} everywhere while {step.Next.Phase}";
            }
        }

        return null;
    }

    private static string? OpensWithoutLeave(Step step)
    {
        var (before, next) = (step.Before, step.Next);
        if (next.Phase == Phase.Advancing && before.Phase != Phase.Advancing)
        {
            var quiet = Oracle.FleetIsInOrder(step) && Oracle.ProbesPass(step) && Oracle.GatesAreOpen(step) && Oracle.AlertsAreQuiet(step) && Oracle.MinimumIsOver(step)
                && Oracle.MetricsAnswer(step) && !Oracle.HarmIsProven(step) && step.Input.Judge != Said.NotComparable;
            var leave = next.Grant switch
            {
                Grant.Evidence => Oracle.EvidenceIsThere(step),
                Grant.Widen => step.World.Spec.OnInsufficient == InsufficientPolicy.Widen && Oracle.DeadlineIsPassed(step),
                _ => false,
            };
            return quiet && leave ? null : $"leaves the stage by {next.Grant}";
        }

        var (was, now) = (Oracle.Opened(before), Oracle.Opened(next));
        if (now <= was || next.Phase == Phase.Promoting)
        {
            return next.Phase != Phase.Promoting || MayPromote(step) ? null : "promotes";
        }

        return before.Phase switch
        {
            Phase.Waiting => now == 1 && Oracle.MayBeginAtAll(step) ? null : "begins",
            Phase.Advancing => Oracle.FleetIsSeen(step) && now <= 2 ? null : "opens the next stage",
            _ => $"from {was} to {now} canaries in {before.Phase}",
        };
    }

    private static bool MayPromote(Step step) =>
        step.Before.Phase == Phase.Promoting || step.Before.Before == Phase.Promoting
        || (step.Before is { Phase: Phase.Advancing, Grant: Grant.Evidence } && step.Next.Grant == Grant.Evidence
            && step.Before.Stage!.Nodes == 2)
        || (step.Next is { Grant: Grant.Person, PromotedBy: not null } && Oracle.PromotionIsOrderedOf(step, step.Next.CanaryRevision));

    private static string? GoesBackWithoutCause(Step step) =>
        step.Before.Phase != Phase.RollingBack && step.Next.Phase is Phase.RollingBack && !Oracle.MayGoBack(step) ? "goes back"
        : step.Next.RefusedRevisions.Count > step.Before.RefusedRevisions.Count && !Oracle.MayGoBack(step) ? "refuses"
        : null;

    private static string? AbortLeavesCanary(Step step)
    {
        if (!Oracle.AbortIsOrdered(step))
        {
            return null;
        }

        // Whoever aborts must not have to order twice: the second pass has no order any more, and the fleet does not matter.
        var then = step.Decide(step.Later).Next;
        return Oracle.OnCanary(Level.Of(then), then.StableRevision) != 0 || then.CanaryNodes.Count > 0
            ? $"two passes later {Level.Of(then)}"
            : then.RefusalOf(step.Before.CanaryRevision) is null ? "the aborted revision is not refused"
            : null;
    }

    private static string? PromotesAnother(Step step)
    {
        var next = step.Next;
        return Level.Of(next) is Effect.EnsureEverywhere all && all.Revision != step.Before.StableRevision
            && all.Revision != step.Before.CanaryRevision
            && !Oracle.PromotionIsOrderedOf(step, all.Revision) && next.Reason != Reasons.StableAdopted
            ? $"{all.Revision} everywhere, while {step.Before.CanaryRevision} was on trial"
            : null;
    }

    private static string? DoesNotSupersede(Step step)
    {
        var (before, next) = (step.Before, step.Next);
        if (before.Stage is null && next.Stage is { } opened
            && (opened.Index != 0 || next.Trial != before.Trial + 1 || step.Plan.Evidence != EvidenceAction.BeginAfresh))
        {
            return $"opens stage {opened.Index} as trial {next.Trial} after {before.Trial}";
        }

        if (before.Stage is not null && next.Stage is not null && next.Phase != Phase.Promoting
            && (next.CanaryRevision != before.CanaryRevision || next.Trial != before.Trial))
        {
            return $"from {before.CanaryRevision} to {next.CanaryRevision} with the same evidence";
        }

        if (!Oracle.WantedChanged(step) || before.CanaryNodes.Count == 0)
        {
            return null;
        }

        var then = step.Decide(step.Later).Next;
        return Oracle.OnCanary(Level.Of(then), then.StableRevision) > 0 ? $"two passes later {Level.Of(then)}" : null;
    }

    private static string? MovesWhilePaused(Step step)
    {
        if (step.Before.Phase != Phase.Paused || !Oracle.IsPaused(step) || Oracle.AbortIsOrdered(step) || Oracle.WantedChanged(step))
        {
            return null;
        }

        return step.Next.Phase == Phase.Paused && step.Plan.Effects.SequenceEqual([Level.Of(step.Before)]) ? null
            : $"{step.Next.Phase} {step.Plan.Effects}";
    }

    private static string? TriesRefused(Step step) =>
        step.Next.CanaryRevision is { } revision && step.Next.Phase != Phase.RollingBack && step.Before.RefusalOf(revision) is not null
        && !step.World.Orders.Any(o => o.Kind == OrderKind.Retry && o.Revision == revision && o.At >= step.Before.RefusalOf(revision)!.At)
            ? $"tries {revision}"
            : null;

    private static string? LosesStable(Step step)
    {
        var (before, next) = (step.Before.StableRevision, step.Next.StableRevision);
        return before == next
            || (step.Before.Phase == Phase.Promoting && next == step.Before.CanaryRevision && step.Next.Phase == Phase.Promoted
                && Oracle.FleetIsSeen(step))
            || (before is null && step.Next.Reason == Reasons.StableAdopted && Oracle.FleetIsSeen(step))
            || (step.Before.Phase == Phase.Bypassed && next == step.World.WantedRevision
                && step.Input.Fleet is FleetSeen.ForeignEverywhere or FleetSeen.AllOnCanary)
            ? null
            : $"from {before} to {next}";
    }

    private static string? ActsOnUnrecorded(Step step) =>
        step.Plan.Effects.SequenceEqual([Level.Of(step.Next)]) ? null : $"{step.Plan.Effects} in {step.Next.Phase}";

    private static string? UnknownReason(Step step) =>
        !Reasons.All.Contains(step.Plan.Reason) || step.Plan.Message.Length == 0 ? $"'{step.Plan.Reason}': '{step.Plan.Message}'"
        : step.Plan.Happenings.FirstOrDefault(h => !Reasons.All.Contains(h.Reason) || h.Message.Length == 0) is { } happening
            ? $"announces '{happening.Reason}'"
        : null;

    private static string? LeavesOrders(Step step) =>
        step.Plan.Orders.Count == step.World.Orders.Count && step.World.Orders.All(o => step.Plan.Orders.Count(a => a.Order == o) == 1)
            ? null : "an order";

    private static string? RechecksAtOnce(Step step) =>
        step.Plan.RecheckAfter < TimeSpan.Zero || step.Plan.RecheckAfter > TimeSpan.FromMinutes(1)
            || (step.Next == step.Before && step.Plan.RecheckAfter == TimeSpan.Zero)
            ? step.Plan.RecheckAfter.ToString()
            : null;

    private static string? ForgetsWhereItWas(Step step) =>
        step.Next.Phase is Phase.Paused or Phase.Invalid or Phase.Bypassed == step.Next.Before is not null
            && step.Next.Contradiction is null
            ? null
            : $"{step.Next.Phase} before {step.Next.Before}: {step.Next.Contradiction}";

    private static string? DecidesOtherwise(Step step) =>
        Bytes(step.Decide(step.World)).AsSpan().SequenceEqual(Bytes(step.Plan)) ? null : "another plan";

    private static string? RestartChanges(Step step)
    {
        var read = JsonSerializer.Deserialize<Progress>(JsonSerializer.SerializeToUtf8Bytes(step.Next))!;
        return read != step.Next ? "what is read is not what was written"
            : Bytes(step.Decide(step.Later with { Progress = read })).AsSpan().SequenceEqual(Bytes(step.Decide(step.Later))) ? null
            : "goes on otherwise";
    }

    private static string? NeverRests(Step step)
    {
        // A pass without orders that changed nothing is at rest already: the next would see the very same world.
        if (step.Next == step.Before && step.World.Orders.Count == 0)
        {
            return null;
        }

        var world = step.Later;
        for (var pass = 0; pass < 10; pass++)
        {
            var plan = step.Decide(world);
            if (plan.Next == world.Progress)
            {
                return null;
            }

            world = world with { Progress = plan.Next };
        }

        return "still moving after ten passes";
    }

    private static byte[] Bytes(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(plan);
}
