using Rollout.Api;
using Rollout.Planning.Tests.Alerts;
using Rollout.Planning.Tests.Walking;
using Xunit.Abstractions;

namespace Rollout.Planning.Tests;

public class WalkTests(ITestOutputHelper output)
{
    public static TheoryData<string> Planted => [.. Faults.All.Keys];

    [Theory]
    [InlineData(InsufficientPolicy.Hold, UnavailablePolicy.Hold)]
    [InlineData(InsufficientPolicy.Widen, UnavailablePolicy.RollBack)]
    [InlineData(InsufficientPolicy.RollBack, UnavailablePolicy.Hold)]
    public void Every_state_with_every_input_keeps_every_invariant(InsufficientPolicy insufficient, UnavailablePolicy unavailable)
    {
        var walk = Walks.Of(insufficient, unavailable);
        output.WriteLine($"{walk.States.Count} states, {walk.Transitions} transitions");
        Assert.True(walk.Broken.Count == 0, string.Join("\n", walk.Broken));
        Assert.Equal(Enum.GetValues<Phase>(), walk.States.Select(s => s.Phase).Distinct().Order());
    }

    [Fact]
    public void Two_deviations_at_once_keep_every_invariant_too()
    {
        var known = Walks.Of(InsufficientPolicy.Widen, UnavailablePolicy.RollBack);
        var states = Walks.FewKinds(known);
        var walk = new Walk(Planner.Decide, Worlds.Spec(InsufficientPolicy.Widen, UnavailablePolicy.RollBack), Invariants.OfAStep, []);
        walk.Try(states, Inputs.Pairs);
        output.WriteLine($"{states.Count} states, {Inputs.Pairs.Count} pairs, {walk.Transitions} transitions");
        Assert.True(walk.Broken.Count == 0, string.Join("\n", walk.Broken));
    }

    /// <summary>Every alert with every input in a state of every kind, and once more in every kind of state that this leads to.</summary>
    [Fact]
    public void Alerts_keep_every_invariant_too()
    {
        var walk = AlertWalk(Planner.Decide);
        output.WriteLine($"{walk.Transitions} transitions");
        Assert.True(walk.Broken.Count == 0, string.Join("\n", walk.Broken));
    }

    [Fact]
    public void An_alert_that_counts_though_it_fired_before_is_found_out()
    {
        var walk = AlertWalk(w => Planner.Decide(w with { Alerts = [.. w.Alerts.Select(a => a with { StartsAt = w.Now })] }));
        Assert.Equal(["only a named cause takes a revision back"], walk.Broken.Keys);
    }

    [Fact]
    public void An_alert_that_is_not_heard_is_found_out()
    {
        var walk = AlertWalk(w => Planner.Decide(w with { Alerts = [] }));
        Assert.Contains("only evidence, a person or Widen opens a stage", walk.Broken.Keys);
    }

    private static Walk AlertWalk(Func<World, Plan> decide)
    {
        var known = Walks.Of(InsufficientPolicy.Widen, UnavailablePolicy.RollBack);
        var spec = Worlds.Spec(InsufficientPolicy.Widen, UnavailablePolicy.RollBack) with { Alerts = AlertStory.Policies };
        var walk = new Walk(decide, spec, Invariants.OfAStep, []);
        var reached = walk.Try(Walks.FewKinds(known), Inputs.WithAlerts).Where(s => s.Alerts.Count > 0);
        walk.Try(reached.DistinctBy(s => (s.Phase, s.Before, s.Stage?.Nodes, s.Grant, s.PromotedBy is null, s.Alerts)), Inputs.WithAlerts);
        return walk;
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void Each_invariant_is_seen_failing_by_a_planted_fault_and_it_alone(string invariant)
    {
        var known = Walks.Of(InsufficientPolicy.Hold, UnavailablePolicy.Hold);
        var walk =
            new Walk(Faults.All[invariant], Worlds.Spec(InsufficientPolicy.Hold, UnavailablePolicy.Hold), Invariants.OfAStep,
            Invariants.OfAPlan);
        walk.Try(Walks.Kinds(known), Inputs.Singles);
        output.WriteLine(string.Join("\n", walk.Broken));
        Assert.Equal([invariant], walk.Broken.Keys);
    }

    [Fact]
    public void No_invariant_is_without_its_planted_fault() =>
        Assert.Equal(Invariants.OfAStep.Concat(Invariants.OfAPlan).Select(i => i.Name).Order(StringComparer.Ordinal),
            Faults.All.Keys.Order(StringComparer.Ordinal));
}
