using Rollout.Judge;

namespace Rollout.Planning.Tests.Walking;

/// <summary>For every invariant a planner that is wrong in one way: the true one with a fault planted before or behind it.</summary>
internal static class Faults
{
    public static IReadOnlyDictionary<string, Func<World, Plan>> All { get; } = new Dictionary<string, Func<World,
        Plan>>(StringComparer.Ordinal)
    {
        ["never more canaries than the recorded stage"] = w => Then(w, p => p.Phase.HoldsCanaries() && !p.CanaryNodes.Contains("n4")
            ? p with { CanaryNodes = [.. p.CanaryNodes, "n4"] } : p),
        ["only evidence, a person or Widen opens a stage"] = w => Planner.Decide(Heard(w, Verdict.Unavailable, Verdict.NoWorse)),
        ["only a named cause takes a revision back"] = w => Planner.Decide(Heard(w, Verdict.Insufficient, Verdict.Worse)),
        ["an abort leaves no canary"] = w => w.Progress.Phase == Phase.Promoting
            ? Planner.Decide(w with { Orders = [.. w.Orders.Where(o => o.Kind != OrderKind.Abort)] }) with
                { Orders = ValueList.From(w.Orders.Select(o => new OrderAnswer(o, null))) }
            : Planner.Decide(w),
        ["a promotion promotes what was judged"] = w =>
            Then(w, p => p is { Phase: Phase.Promoting, Grant: Grant.Evidence } && w.Progress.Phase == Phase.Advancing
            ? p with { CanaryRevision = Worlds.Other } : p),
        ["a new revision supersedes, from stage one with fresh evidence"] = w => Planner.Decide(
            w.Progress.CanaryNodes.Count > 0 && w.WantedRevision is not null ? w with { WantedRevision = w.Progress.CanaryRevision } : w),
        ["a paused rollout does not move"] = w =>
            Then(w, p => w.Progress.Phase == Phase.Paused && p.Phase == Phase.Paused && p.CanaryNodes.Count > 1
            ? p with { CanaryNodes = [p.CanaryNodes[0]] } : p),
        ["what was refused is not tried again unless ordered"] = w =>
            Planner.Decide(w.Gates is [{ State: GateState.Open }] && w.Progress.Phase.IsSettled()
            ? w with { Progress = w.Progress with { RefusedRevisions = [] } } : w),
        ["stable changes only by promotion or adoption"] = w =>
            Then(w, p => p.Phase == Phase.Promoting && w.Progress.Phase == Phase.Advancing
            ? p with { StableRevision = p.CanaryRevision } : p),
        ["effects follow from what is recorded"] = w => Planner.Decide(w) is { Next.Phase: Phase.Judging } plan
            ? plan with { Effects = [new Effect.EnsureNothing()] } : Planner.Decide(w),
        ["every reason is from the closed list"] = w =>
            Then(w, p => p.Reason == Reasons.MinimumDuration ? p with { Reason = "Dwelling" } : p),
        ["every order is answered once"] = w => Planner.Decide(w) with { Orders = [] },
        ["a plan that changes nothing is not rechecked at once"] = w => Planner.Decide(w) with { RecheckAfter = TimeSpan.Zero },
        ["an interrupted rollout knows where it comes back to"] = w =>
            Then(w, p => p.Phase == Phase.Invalid && p.CanaryNodes.Count == 0 ? p with { Before = null } : p),
        ["an unchanging world comes to rest"] = w => Then(w, p => p.Phase == Phase.Judging
            ? p with { Message = w.Progress.Message + "." } : p),
        ["the same world gives the same plan, byte for byte"] = RemembersWorlds(),
        ["a restart changes nothing"] = RemembersProgress(),
    };

    private static Plan Then(World world, Func<Progress, Progress> fault)
    {
        var plan = Planner.Decide(world);
        var next = fault(plan.Next);
        return plan with { Next = next, Effects = [Level.Of(next)] };
    }

    /// <summary>Takes one verdict for another.</summary>
    private static World Heard(World world, Verdict said, Verdict heard) => world.Judgement is Observed<JudgeView>.Known { Value: var view }
        ? world with
        {
            Judgement = new Observed<JudgeView>.Known(view with
            {
                Metrics =
                    [.. view.Metrics.Select(m => m.Name == "dollars" && m.Assessment.Verdict == said
                    ? m with { Assessment = new Assessment { Verdict = heard } } : m)],
            }),
        }
        : world;

    private static Func<World, Plan> RemembersWorlds()
    {
        var recent = new object[64];
        var at = 0;
        return w =>
        {
            var again = recent.Any(seen => ReferenceEquals(seen, w));
            recent[at++ % recent.Length] = w;
            return again ? Announcing(Planner.Decide(w)) : Planner.Decide(w);
        };
    }

    private static Func<World, Plan> RemembersProgress()
    {
        var recent = new object[64];
        var at = 0;
        return w =>
        {
            var own = recent.Any(made => ReferenceEquals(made, w.Progress));
            var plan = own ? Announcing(Planner.Decide(w)) : Planner.Decide(w);
            recent[at++ % recent.Length] = plan.Next;
            return plan;
        };
    }

    private static Plan Announcing(Plan plan) =>
        plan with
            { Happenings =
            [.. plan.Happenings, new Happening(DateTimeOffset.UnixEpoch, null, Reasons.Resumed, "seen before", Severity.Normal)] };
}
