using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class ComparabilityTests
{
    private static readonly Trial Begun = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", Shop.History(300)), Shop.Nodes, ["n1"]);

    [Fact]
    public void Controls_that_differ_by_more_than_ever_hold_the_rollout_and_are_named_as_the_reason()
    {
        var (calm, torn) = (After([10, 10, 10]), After([20, 10, 2]));
        Assert.Null(calm.Trouble(Begun, Shop.Spec()));
        Assert.StartsWith("orders: the 3 nodes on stable differ from each other by more than they did in the past", torn.Trouble(Begun, Shop.Spec()), StringComparison.Ordinal);
        var view = JudgeViews.Of(Shop.Spec(), Shop.OnTrial(), Begun, Shop.Named("orders", MetricState.Unread), torn);
        Assert.Equal(torn.Trouble(Begun, Shop.Spec()), Assert.IsType<Observed<JudgeView>.Known>(view).Value.NotComparable);
    }

    [Fact]
    public void A_new_trial_begins_anew_and_a_metric_that_is_only_watched_holds_nothing()
    {
        var torn = After([20, 10, 2]);
        Assert.Null(torn.Trouble(Begun with { Number = 2 }, Shop.Spec()));
        Assert.Null(torn.After(Begun with { Number = 2 }, Shop.Spec(), Shop.OnTrial() with { Trial = 2 }, Screened([10, 10, 10])).Trouble(Begun with { Number = 2 }, Shop.Spec()));
        Assert.Null(torn.After(Begun, Shop.Spec(), Shop.AtRest(), Screened([20, 10, 2])).Trouble(Begun, Shop.Spec()));
        Assert.Null(torn.Trouble(Begun, Shop.Spec(Shop.Metric("orders", MetricRole.Watch))));
    }

    /// <summary>Two days of ten orders a bucket and node; then all nodes have four, the canary too: no share moves.</summary>
    [Fact]
    public void Damage_to_all_nodes_at_once_holds_the_rollout_and_blames_nobody()
    {
        var history = new FleetHistory { BucketLength = Shop.Bucket, Buckets = [.. Enumerable.Range(-2 * 8640, 2 * 8640).Select(i => Shop.At(i, 10 + (i % 3)))] };
        var trial = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", history), Shop.Nodes, ["n1"]);
        Comparability After(double count) => Comparability.Unknown.After(trial, Shop.Spec(), Shop.OnTrial(), Shop.Named<IReadOnlyList<FleetBucket>>(
            "orders", [.. Enumerable.Range(0, 120).Select(t => Shop.Of(t, [.. Shop.Nodes.Select(n => (n, count))]))]));
        Assert.Null(After(10).Trouble(trial, Shop.Spec()));
        Assert.StartsWith("orders: the nodes on stable do 59 % less than they should at this hour", After(4).Trouble(trial, Shop.Spec()), StringComparison.Ordinal);
    }

    private static Comparability After(double[] controls) =>
        Comparability.Unknown.After(Begun, Shop.Spec(), Shop.OnTrial(), Screened(controls));

    private static IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> Screened(double[] controls) => Shop.Named<IReadOnlyList<FleetBucket>>(
        "orders", [.. Enumerable.Range(0, 100).Select(t => Shop.Of(t, ("n1", 10), ("n2", controls[0]), ("n3", controls[1]), ("n4", controls[2])))]);
}
