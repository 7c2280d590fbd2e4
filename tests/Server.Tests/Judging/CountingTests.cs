using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class CountingTests
{
    private static readonly Trial Trial = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"]);

    [Fact]
    public void Buckets_are_counted_oldest_first_and_each_once()
    {
        var counted = Counting.Add(Trial, Shop.Spec(), Shop.OnTrial(), Screened(Shop.At(1), Shop.At(0)))!;
        Assert.Equal(2, counted.Evidence["orders"].Buckets);
        Assert.Same(counted, Counting.Add(counted, Shop.Spec(), Shop.OnTrial(), Screened(Shop.At(0), Shop.At(1))));
    }

    [Fact]
    public void Nothing_counts_for_another_trial_nor_without_a_stage_nor_on_the_way_back()
    {
        Trial? After(Progress progress) => Counting.Add(Trial, Shop.Spec(), progress, Screened(Shop.At(0)));
        Assert.Same(Trial, After(Shop.OnTrial() with { Trial = 2 }));
        Assert.Same(Trial, After(Shop.OnTrial() with { Stage = null }));
        Assert.Same(Trial, After(Shop.OnTrial() with { WayBack = new WayBack(OutcomeResult.RolledBack, "v2", "Harm", "it lost money") }));
        Assert.NotSame(Trial, After(Shop.OnTrial()));
    }

    [Fact]
    public void Only_a_fleet_at_rest_makes_history()
    {
        Assert.True(Counting.IsCalm(Shop.AtRest()));
        Assert.True(Counting.IsCalm(Shop.AtRest() with { Phase = Phase.RolledBack }));
        Assert.False(Counting.IsCalm(Shop.OnTrial()));
        Assert.False(Counting.IsCalm(Shop.AtRest() with { Phase = Phase.Promoting }));
        Assert.False(Counting.IsCalm(Shop.AtRest() with { CanaryNodes = ["n1"] }));
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> Screened(params FleetBucket[] buckets) =>
        Shop.Named<IReadOnlyList<FleetBucket>>("orders", buckets);
}
