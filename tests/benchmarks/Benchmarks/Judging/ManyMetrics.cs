using BenchmarkDotNet.Attributes;
using Rollout.Judge;

namespace Rollout.Benchmarks.Judging;

/// <summary>The goal of judge/README.md 5.6: ten thousand count metrics, each with evidence of its own, judged once, as it is due every minute.</summary>
public class ManyMetrics
{
    private const int Metrics = 10_000;

    private readonly JudgePlan plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(6) };
    private readonly Evidence[] evidence = new Evidence[Metrics];
    private Baseline? baseline;
    private FleetBucket[] judged = [];

    [GlobalSetup]
    public void Begin()
    {
        (baseline, var begun, judged) = MetricCase.Make(plan);
        for (var i = 0; i < Metrics; i++)
        {
            // No two share a string: all of it comes from memory, as it would.
            evidence[i] = MetricJudge.Observe(plan, baseline, begun, judged[i % (judged.Length - 1)], MetricCase.Canaries);
        }
    }

    [Benchmark(Description = "10,000 count metrics: observe a bucket of ten nodes, decide (goal: 600 ms)")]
    public int Minute()
    {
        var worse = 0;
        for (var i = 0; i < Metrics; i++)
        {
            var next = MetricJudge.Observe(plan, baseline!, evidence[i], judged[^1], MetricCase.Canaries);
            worse += MetricJudge.Decide(plan, baseline!, next, 0.1) == Verdict.Worse ? 1 : 0;
        }

        return worse;
    }
}
