using Rollout.Recording;

namespace Rollout.Operator.Tests;

public sealed class RolloutSnapshotTests
{
    [Fact]
    public void What_tells_whether_there_is_something_to_do_is_kept_and_the_evidence_is_not()
    {
        var rollout = A.Rollout(meta: """, "annotations": {"staggered.dev/abort": "v2", "kubectl.kubernetes.io/last-applied-configuration": "LARGE"} """);
        Assert.Equal(new RolloutKey("store", "shop"), rollout.Key);
        Assert.Equal(("Promoted", "v1", 3L, 12L, 41L), (rollout.Phase, rollout.StableRevision, rollout.ObservedGeneration, rollout.ObservedWorkloadGeneration, rollout.Sequence));
        Assert.Equal((Fleets.Kubernetes.WorkloadKind.Deployment, "shop"), (rollout.Kind, rollout.Workload));
        Assert.Equal(["dollars-per-minute", "errors"], rollout.Metrics);
        Assert.Equal(["v0"], rollout.RefusedRevisions);
        Assert.Equal(["staggered.dev/abort"], rollout.Metadata!.Annotations!.Keys);
        Assert.DoesNotContain("SECRETLY-LARGE", A.Text(rollout.Status), StringComparison.Ordinal);
        Assert.Contains("RevisionPromoted", A.Text(rollout.Status), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollout_that_is_nothing_but_a_name_is_read_too()
    {
        var bare = System.Text.Json.JsonSerializer.Deserialize("""{"metadata": {"name": "x", "namespace": "y"}}""", Server.Operator.OperatorKinds.Rollouts.Json)!;
        Assert.Equal(("x", 0L, 0, 0), (bare.Key.Name, bare.Sequence, bare.Spec.Length, bare.Status.Length));
        Assert.Null(bare.Kind);
    }

    [Fact]
    public void What_the_controller_itself_recorded_is_no_reason_to_look_again_and_what_a_person_wrote_is()
    {
        var before = A.Rollout();
        Assert.True(A.Rollout(status: """{"phase": "Judging"}""").IsWrittenAs(before));
        Assert.False(A.Rollout(meta: """, "annotations": {"staggered.dev/retry": "v0"} """).IsWrittenAs(before));
        Assert.False(A.Rollout(meta: """, "deletionTimestamp": "2026-11-20T12:00:00Z" """).IsWrittenAs(before));
        Assert.False((before with { Metadata = before.Metadata! with { Generation = 4 } }).IsWrittenAs(before));
        Assert.False((before with { Metadata = before.Metadata! with { Finalizers = null } }).IsWrittenAs(before));
        Assert.False((before with { Metadata = before.Metadata! with { Uid = "u2" } }).IsWrittenAs(before));
    }
}
