using Rollout.Api;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Walking;

/// <summary>
/// Visits every state that can be recorded, breadth first, and tries every input in each; time that passes is a step of its own, so that
/// every
/// input meets every clock both before and after it ran out. The decision is a parameter, so that a faulty one can be walked too.
/// </summary>
/// <param name="decide">What is walked.</param>
/// <param name="spec">The owner's policies.</param>
/// <param name="invariants">Asked at every step.</param>
/// <param name="ofPlans">Asked once for every different plan of a state.</param>
internal sealed class Walk(Func<World, Plan> decide, StaggeredRolloutSpec spec, IReadOnlyList<Invariant> invariants,
    IReadOnlyList<Invariant> ofPlans)
{
    private readonly HashSet<Progress> seen = [];
    private readonly Queue<Progress> open = new();

    public IReadOnlyCollection<Progress> States => seen;

    public long Transitions { get; private set; }

    /// <summary>Invariant to the steps that broke it.</summary>
    public SortedDictionary<string, string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>From the very first look on, until nothing new is met.</summary>
    public Walk Everywhere(IReadOnlyList<Input> inputs)
    {
        Meet(StateKey.Of(Progress.Initial, A.Start, spec));
        while (open.TryDequeue(out var state))
        {
            foreach (var next in Try(state, inputs))
            {
                Meet(next);
            }

            foreach (
                var time in new[] { spec.WarmUp, TimeSpan.FromMinutes(4), spec.ProgressDeadline, spec.UnavailableAfter, spec.Deadline })
            {
                Meet(StateKey.Of(state, A.Start + time, spec));
            }
        }

        return this;
    }

    /// <summary>Every input once in each of these states, and no farther; returns the states it leads to.</summary>
    public HashSet<Progress> Try(IEnumerable<Progress> states, IReadOnlyList<Input> inputs) => [.. states.SelectMany(s => Try(s, inputs))];

    private HashSet<Progress> Try(Progress state, IReadOnlyList<Input> inputs)
    {
        var worlds = new WorldsOf(state, spec);
        var plans = new HashSet<Plan>();
        var next = new HashSet<Progress>();
        foreach (var input in inputs)
        {
            var world = worlds.With(input);
            var step = new Step(world, input, decide(world), decide);
            Transitions++;
            Ask(invariants, step);
            if (plans.Add(step.Plan))
            {
                Ask(ofPlans, step);
                next.Add(StateKey.Of(step.Next, world.Now, spec));
            }
        }

        return next;
    }

    private void Ask(IReadOnlyList<Invariant> asked, Step step)
    {
        foreach (var invariant in asked)
        {
            if (invariant.Broken(step) is not { } how)
            {
                continue;
            }

            // A few ways to break it are enough to see what they have in common.
            var known = Broken.GetValueOrDefault(invariant.Name, "");
            var way = $"\n  {how}: {step.Before.Phase} to {step.Next.Phase}, {step.Input}";
            if (known.Length < 3000 && !known.Contains(way, StringComparison.Ordinal))
            {
                Broken[invariant.Name] = known + way;
            }
        }
    }

    private void Meet(Progress state)
    {
        if (seen.Add(state))
        {
            open.Enqueue(state);
        }
    }
}
