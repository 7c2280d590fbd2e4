using Rollout.History;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Releases;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Releases;

public sealed class ReleaseRecordsTests
{
    private static readonly RolloutKey Key = new("default", "shop");

    private static readonly ReleaseNotes Notes = new()
    {
        Identity = new ReleaseIdentity { Commit = "9fceb02", CommittedAt = Shop.Noon.AddHours(-3), BuiltAt = Shop.Noon.AddHours(-1), Risk = "high" },
        By = "ada",
        AskedAt = Shop.Noon.AddSeconds(-1),
        StableRevision = "v1",
        Stages = [new StageNote(0, 1, 4, Shop.Noon, Shop.Noon.AddSeconds(5), null)],
        Metrics = [new MetricNote("orders", "Worse", -0.2, -0.3, -0.1, 7, -2, 10, 40)],
        DecidedAt = Shop.Noon.AddMinutes(9),
    };

    [Fact]
    public void An_outcome_becomes_a_release_with_everything_that_was_noted()
    {
        var outcome = new Outcome(OutcomeResult.RolledBack, "v2", "HarmProven", "it lost", Shop.Noon, Shop.Noon.AddMinutes(10), "bo") { Release = Notes };
        var release = ReleaseRecords.Over(Key, "hosts/shop", outcome, 7);
        Assert.Equal(new ReleaseKey("hosts/shop", "v2", Shop.Noon), release.Key);
        Assert.Equal(("default", "shop", 7, "v1", "9fceb02", "high", "ada", "bo"),
            (release.Namespace, release.Name, release.Sequence, release.StableRevision, release.Commit, release.Risk, release.StartedBy, release.EndedBy));
        Assert.Equal((Notes.Identity.CommittedAt, Notes.Identity.BuiltAt, Notes.AskedAt, Notes.DecidedAt), (release.CommittedAt, release.BuiltAt, release.WantedAt, release.DecidedAt));
        Assert.Equal((ReleaseResult.RolledBack, "HarmProven", "it lost", Shop.Noon.AddMinutes(10)), (release.Result, release.Reason, release.Message, release.EndedAt));
        Assert.Equal(new ReleaseStage(0, 1, 4, Shop.Noon, Shop.Noon.AddSeconds(5), null), Assert.Single(release.Stages));
        Assert.Equal(new ReleaseVerdict("orders", "Worse", -0.2, -0.3, -0.1, 7, -2, 10, 40), Assert.Single(release.Verdicts));
    }

    [Fact]
    public void One_under_way_is_a_release_once_it_is_on_a_node_and_not_before()
    {
        var progress = Shop.OnTrial() with { StartedAt = Shop.Noon, Release = Notes };
        var release = Assert.Single(ReleaseRecords.Of(Key, "u", progress, 3));
        Assert.Equal(("v2", null, null), (release.Key.Revision, release.Result, release.EndedAt));
        Assert.Empty(ReleaseRecords.Of(Key, "u", progress with { Release = Notes with { Stages = [] } }, 3));
        Assert.Empty(ReleaseRecords.Of(Key, "u", progress with { Release = null }, 3));
    }

    [Fact]
    public void Every_result_has_its_name_in_the_history() =>
        Assert.All(Enum.GetValues<OutcomeResult>(), result =>
            Assert.Equal(result.ToString(), ReleaseRecords.Over(Key, "u", new Outcome(result, "v2", "R", "m", Shop.Noon, Shop.Noon), 1).Result.ToString()));
}
