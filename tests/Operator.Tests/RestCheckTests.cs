using Rollout.Api;
using Rollout.Planning;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class RestCheckTests
{
    [Fact]
    public void A_rollout_whose_fleet_runs_what_is_wanted_rests() => Assert.True(RestCheck.Rests(A.Rollout(), A.Resolved(), A.Seen()));

    [Fact]
    public void One_whose_refused_revision_waits_in_the_template_rests_too()
    {
        var refused = A.Rollout(status: A.Status.Replace("Promoted\", \"stable", "RolledBack\", \"stable", StringComparison.Ordinal));
        Assert.True(RestCheck.Rests(refused, A.Resolved(), A.Seen("v0")));
        Assert.False(RestCheck.Rests(refused, A.Resolved(), A.Seen("v2")));
        Assert.False(RestCheck.Rests(refused, A.Resolved(), A.Seen("v1")));
    }

    [Fact]
    public void A_node_without_a_pod_does_not_wake_it_and_a_foreign_revision_does()
    {
        Assert.True(RestCheck.Rests(A.Rollout(), A.Resolved(), A.Seen("v1", ("a", "v1"), ("b", null))));
        Assert.False(RestCheck.Rests(A.Rollout(), A.Resolved(), A.Seen("v1", ("a", "v1"), ("b", "v7"))));
    }

    public static TheoryData<string> Reasons => ["wanted", "order", "generation", "workload", "finalizer", "going", "never", "phase", "problem", "paused", "scraped", "probed", "unheld", "busy", "unseen", "claimed"];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Whatever_may_have_to_be_done_wakes_it(string reason)
    {
        var (rollout, resolved, seen) = (A.Rollout(), A.Resolved(), A.Seen());
        var metric = resolved.Spec.Metrics[0];
        Assert.False(reason switch
        {
            "wanted" => RestCheck.Rests(rollout, resolved, A.Seen("v2")),
            "order" => RestCheck.Rests(A.Rollout(meta: """, "annotations": {"staggered.dev/retry": "v0"} """), resolved, seen),
            "generation" => RestCheck.Rests(rollout with { ObservedGeneration = 2 }, resolved, seen),
            "workload" => RestCheck.Rests(rollout, resolved, seen with { WorkloadGeneration = 13 }),
            "finalizer" => RestCheck.Rests(rollout with { Metadata = rollout.Metadata! with { Finalizers = null } }, resolved, seen),
            "going" => RestCheck.Rests(A.Rollout(meta: """, "deletionTimestamp": "2026-11-20T12:00:00Z" """), resolved, seen),
            "never" => RestCheck.Rests(rollout with { Sequence = 0 }, resolved, seen),
            "phase" => RestCheck.Rests(rollout with { Phase = nameof(Phase.Waiting) }, resolved, seen),
            "problem" => RestCheck.Rests(rollout, A.Resolved(new Problem("spec", "is wrong", "mend it")), seen),
            "paused" => RestCheck.Rests(rollout, resolved with { Spec = resolved.Spec with { Paused = true } }, seen),
            "scraped" => RestCheck.Rests(rollout, resolved with { Spec = resolved.Spec with { Metrics = [metric with { Metric = metric.Metric! with { Source = new MetricSource { Scrape = new ScrapeSource() } } }] } }, seen),
            "probed" => RestCheck.Rests(rollout, resolved with { Spec = resolved.Spec with { Probes = [new RolloutProbe("checkout")] } }, seen),
            "unheld" => RestCheck.Rests(rollout, resolved, seen with { Fleet = seen.Fleet with { Unheld = "it is not paused" } }),
            "busy" => RestCheck.Rests(rollout, resolved, seen with { Fleet = seen.Fleet with { Busy = "in the middle" } }),
            "unseen" => RestCheck.Rests(rollout, resolved, null),
            "claimed" => RestCheck.Rests(rollout, resolved, seen with { Problems = [new Problem("metadata.labels", "is another's", "delete one")] }),
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        });
    }
}
