using System.Text.Json.Nodes;
using Rollout.Support.Killing;

namespace Rollout.Operator.Tests.HandOver;

/// <summary>Each invariant broken once: what is never seen broken may not be looked at.</summary>
public sealed class KillInvariantsTests
{
    private const string Status = "/apis/staggered.dev/v1alpha1/namespaces/default/staggeredrollouts/shop/status";
    private const string Shop = "/apis/apps/v1/namespaces/default/deployments/shop";
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(1);
    private readonly KillInvariants invariants = new("Deployment", Bucket, (from, until) => 100 * (until - from).TotalMinutes);
    private int version;

    public KillInvariantsTests()
    {
        Workload(1, paused: true, "v1", byController: false);
        Record(1, 0);
        Record(2, 1, "Judging", buckets: 2, end: 4, orders: 200);
        Workload(2, paused: true, "v2", byController: false);
        Create();
    }

    [Fact]
    public void What_is_well_passes()
    {
        Record(3, 1, "Judging", buckets: 3, end: 5, orders: 300);
        Workload(3, paused: false, "v2");
        Workload(3, paused: false, "v2");
        Workload(4, paused: true, "v2");
        Delete("shop-canary");
        Record(4, 1, "Promoted", buckets: 3, end: 5, orders: 300, outcomes: "Promoted");
        Record(5, 2, "Judging", outcomes: "Promoted");
        Create();
        Workload(5, paused: false, "v2");
        Check(4, 1);
        Assert.Equal((5, 6, 2L), (invariants.Writes, invariants.Actions, invariants.Trials));
    }

    [Fact]
    public void A_write_over_what_was_not_read() => Breaks("write 4 of the status follows write 2", () => Record(4, 1, "Judging", buckets: 2, end: 4, orders: 200));

    [Fact]
    public void A_write_that_was_made_twice() => Breaks("write 2 of the status follows write 2", () => Record(2, 1, "Judging", buckets: 2, end: 4, orders: 200));

    [Fact]
    public void A_bucket_that_counted_twice() => Breaks("a bucket began before the last had ended", () => Record(3, 1, "Judging", buckets: 3, end: 4, orders: 300));

    [Fact]
    public void Two_buckets_in_the_time_of_one() => Breaks("2 buckets were counted in 00:01:00", () => Record(3, 1, "Judging", buckets: 4, end: 5, orders: 300));

    [Fact]
    public void More_orders_than_were_sold() => Breaks("101 orders were counted of 100", () => Record(3, 1, "Judging", buckets: 3, end: 5, orders: 301));

    [Fact]
    public void Evidence_that_was_lost() => Breaks("evidence was lost", () => Record(3, 1, "Judging", buckets: 1, end: 4, orders: 100));

    [Fact]
    public void A_trial_that_was_forgotten() => Breaks("trial 0 follows trial 1", () => Record(3, 0));

    [Fact]
    public void A_stage_that_was_forgotten() => Breaks("stage 0 follows stage 1", () =>
    {
        Record(3, 1, "Judging", buckets: 2, end: 4, orders: 200, stage: 1);
        Record(4, 1, "Judging", buckets: 2, end: 4, orders: 200);
    });

    [Fact]
    public void An_outcome_that_was_forgotten() => Breaks("outcomes were", () =>
    {
        Record(3, 1, "Promoted", buckets: 2, end: 4, orders: 200, outcomes: "Promoted");
        Record(4, 2, "Judging");
    });

    [Fact]
    public void A_second_canary_set() => Breaks("a second canary ReplicaSet in trial 1", Create);

    [Fact]
    public void What_is_deleted_twice() => Breaks("was deleted a second time", () =>
    {
        Delete("shop-canary");
        Delete("shop-canary");
    });

    [Fact]
    public void A_promotion_that_is_made_twice() => Breaks("was brought a second time", () =>
    {
        Workload(3, paused: false, "v2");
        Workload(4, paused: true, "v2");
        Workload(5, paused: false, "v2");
    });

    [Fact]
    public void A_template_that_is_rewritten() => Breaks("the template was rewritten", () => Workload(3, paused: true, "v1"));

    [Fact]
    public void More_canaries_than_the_stage_has() => Breaks("2 pods run v2 in phase Judging", () => { }, canaries: 2);

    [Fact]
    public void A_version_that_nobody_tries() =>
        Assert.Contains("v9", Assert.Throws<InvalidOperationException>(() => invariants.Check(new Dictionary<string, int>(StringComparer.Ordinal) { ["v1"] = 3, ["v9"] = 1 }, "v1", "v2")).Message, StringComparison.Ordinal);

    private void Breaks(string told, Action fault, int canaries = 1)
    {
        Check(3, 1);
        fault();
        Assert.Contains(told, Assert.Throws<InvalidOperationException>(() => Check(3, canaries)).Message, StringComparison.Ordinal);
    }

    private void Check(int stable, int canaries) =>
        invariants.Check(new Dictionary<string, int>(StringComparer.Ordinal) { ["v1"] = stable, ["v2"] = canaries }, "v1", "v2");

    private void Record(int sequence, int trial, string phase = "Idle", int buckets = 0, int end = 1, int orders = 0, int stage = 0, string? outcomes = null)
    {
        var state = new JsonObject
        {
            ["LastStart"] = A.Noon.AddMinutes(end - 1), ["LastEnd"] = A.Noon.AddMinutes(end), ["Buckets"] = buckets, ["CanaryEvents"] = orders / 4, ["FleetEvents"] = orders,
        };
        Tell(true, "update", Status, new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["phase"] = phase,
                ["stage"] = phase == "Judging" ? new JsonObject { ["index"] = stage, ["nodes"] = stage + 1 } : null,
                ["outcomes"] = outcomes is null ? [] : new JsonArray(new JsonObject { ["result"] = outcomes, ["revision"] = "v2" }),
                ["evidence"] = new JsonObject
                {
                    ["sequence"] = sequence,
                    ["trial"] = trial == 0 ? null : trial,
                    ["metrics"] = buckets == 0 ? [] : new JsonArray(new JsonObject { ["name"] = "orders", ["state"] = state.ToJsonString() }),
                },
            },
        });
    }

    private void Workload(int generation, bool paused, string template, bool byController = true) => Tell(byController, "patch", Shop, new JsonObject
    {
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["generation"] = generation },
        ["spec"] = new JsonObject { ["paused"] = paused, ["template"] = new JsonObject { ["version"] = template } },
    });

    private void Create() => Tell(true, "create", "/apis/apps/v1/namespaces/default/replicasets", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "shop-canary" } });

    private void Delete(string name) => Tell(true, "delete", $"/apis/apps/v1/namespaces/default/replicasets/{name}", new JsonObject { ["status"] = "Success" });

    private void Tell(bool byController, string verb, string path, JsonObject outcome)
    {
        // A deletion is answered without the version of anything.
        if (verb != "delete")
        {
            var meta = outcome["metadata"] as JsonObject ?? [];
            meta["resourceVersion"] = $"{++version}";
            outcome["metadata"] = meta;
        }

        invariants.Tell(byController, verb, path, outcome);
    }
}
