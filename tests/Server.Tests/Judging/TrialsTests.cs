using Rollout.Judge;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class TrialsTests
{
    [Fact]
    public void A_metric_without_history_begins_cautiously_beside_one_that_is_calibrated()
    {
        var spec = Shop.Spec(Shop.Metric("orders"), Shop.Metric("new"));
        var trial = Trials.Begin(3, spec, Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"]);
        Assert.Equal((3, 90, 0), (trial.Number, trial.Baselines["orders"].HistoryBuckets, trial.Baselines["new"].HistoryBuckets));
        Assert.Equal((2.0, .05), (trial.Baselines["new"].Orders.Phi, trial.Baselines["new"].Orders.Sigma0));
    }

    [Fact]
    public void A_bucket_touches_only_its_own_metric_and_an_unknown_metric_none()
    {
        var spec = Shop.Spec(Shop.Metric("orders"), Shop.Metric("other"));
        var trial = Trials.Begin(1, spec, new Dictionary<string, FleetHistory>(StringComparer.Ordinal), Shop.Nodes, ["n1"]);
        var next = Trials.Add(trial, spec, "orders", Shop.At(0), ["n1"]);
        Assert.Equal((1, 0), (next.Evidence["orders"].Buckets, next.Evidence["other"].Buckets));
        Assert.Same(trial.Evidence["other"], next.Evidence["other"]);
        Assert.Equal(0, trial.Evidence["orders"].Buckets);
        Assert.Same(trial, Trials.Add(trial, spec, "gone", Shop.At(0), ["n1"]));
    }
}
