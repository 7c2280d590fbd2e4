using Rollout.History;
using Rollout.Server.Releases;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Releases;

public sealed class DeliveryMeasuringTests
{
    [Fact]
    public void The_gauges_of_each_window_are_what_the_report_of_that_span_says()
    {
        var readings = DeliveryMeasuring.Of([Release("v2", 2, ReleaseResult.Promoted, 10), Release("v3", 20, ReleaseResult.RolledBack, 1), Release("v1", 60, ReleaseResult.Promoted, null)], Shop.Noon);
        Assert.Equal(["7d", "30d", "90d"], readings.Select(r => r.Window));
        Assert.Equal([(1, 0.0, 36000.0, 0), (1, 0.5, 36000.0, 0), (2, 1 / 3.0, 36000.0, 1)], readings.Select(r => (r.Deployments, r.ChangeFailure, r.LeadTime.Median, r.LeadTimeUnknown)));
        Assert.Equal((double.NaN, 1800.0), (readings[0].Restore.Median, readings[1].Restore.Median));
        Assert.Equal((0, 600.0), (readings[0].Stages[0].Stage, readings[0].Stages[0].Median));
        Assert.Empty(DeliveryMeasuring.Of([], Shop.Noon));
    }

    /// <summary>On a canary for ten minutes, over half an hour after its start.</summary>
    private static ReleaseRecord Release(string revision, int daysAgo, ReleaseResult result, int? hoursFromCommit)
    {
        var ended = Shop.Noon.AddDays(-daysAgo);
        var started = ended.AddMinutes(-30);
        return new ReleaseRecord
        {
            Key = new ReleaseKey("u", revision, started), Namespace = "default", Name = "shop", Stages = [new ReleaseStage(0, 1, 4, started, started, started.AddMinutes(10))],
            Result = result, EndedAt = ended, CommittedAt = hoursFromCommit is { } hours ? ended.AddHours(-hours) : null,
        };
    }
}
