using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;
using Rollout.Support;

namespace Rollout.Cli.Tests.Judging;

public sealed class PlaybackTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.5, false)]
    public async Task The_result_is_that_of_looking_at_everything_after_every_bucket(double loss, bool ignorePromote)
    {
        using var folder = new TemporaryFolder();
        var shop = new RecordedShop { Loss = loss };
        var path = folder.Write("orders.csv", shop.Csv());
        var request = new JudgeRequest { Id = "a", Path = path, IsEvents = true, Canaries = ["n0"], Start = shop.Start, IgnorePromote = ignorePromote, Horizon = shop.Judged };
        var data = await RecordedData.ReadEventsAsync(path, new RecordedLimits(), CancellationToken.None);
        var report = Playback.Play(request, shop.Start, data, null, CancellationToken.None);

        var series = data.Cut(new SeriesSpan(request.Bucket, shop.Start, null), withValues: true);
        var plan = new JudgePlan
        {
            Statistic = request.Kind, Alpha = request.Alpha, AlphaPromote = request.AlphaPromote, Tolerance = request.Tolerance, Horizon = shop.Judged,
        };
        var baseline = Baselines.FromHistory(plan, series.History, series.Nodes, request.Canaries);
        baseline = baseline with
        {
            Horizon = HorizonThresholds.Simulate([new HorizonMetric("", plan, baseline)], request.Alpha, new HorizonSpan(shop.Start, shop.Judged, request.Bucket)),
        };
        var evidence = MetricJudge.Begin(plan, baseline);
        foreach (var bucket in series.Judged.Where(b => b.Start >= shop.Start + request.WarmUp))
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, request.Canaries);
            var seen = MetricJudge.Assess(
                plan, baseline, evidence, request.Tolerance, HorizonThresholds.Now([("", plan, baseline, evidence)]));
            var over = seen.Verdict == Verdict.Worse || (seen.Verdict is Verdict.NoWorse or Verdict.Better && !ignorePromote);
            if (over || bucket.End >= shop.Start + shop.Judged)
            {
                Assert.Equal((over ? seen.Verdict : Verdict.Insufficient, over ? bucket.End : null), (report.Verdict, report.DecidedAt));
                Assert.Equal((seen.Effect, seen.Low, seen.High, seen.LogEHarm, seen.LogESafe), (report.Assessment!.Effect, report.Assessment.Low, report.Assessment.High, report.Assessment.LogEHarm, report.Assessment.LogESafe));
                return;
            }
        }

        Assert.Fail("the data ended before they were judged");
    }
}
