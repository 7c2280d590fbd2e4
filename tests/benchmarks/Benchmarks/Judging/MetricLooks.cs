using BenchmarkDotNet.Attributes;
using Rollout.Judge;

namespace Rollout.Benchmarks.Judging;

/// <summary>A whole metric as the controller drives it: observe a bucket of ten nodes, then assess; evidence packed in between.</summary>
public class MetricLooks
{
    private FleetBucket[] judged = [];
    private JudgePlan plan = new();
    private Baseline? baseline;
    private Evidence? evidence;
    private int next;

    [Params(Statistic.Count, Statistic.Revenue)]
    public Statistic Statistic { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        plan = new JudgePlan { Statistic = Statistic, Horizon = TimeSpan.FromHours(6) };
        (baseline, evidence, judged) = MetricCase.Make(plan);
    }

    [Benchmark(Description = "observe a bucket")]
    public Evidence Observe() => MetricJudge.Observe(plan, baseline!, evidence!, judged[next++ % judged.Length], MetricCase.Canaries);

    [Benchmark(Description = "assess")]
    public Assessment Assess() => MetricJudge.Assess(plan, baseline!, evidence!, 0.1);

    /// <summary>All that a controller does for one metric and bucket: unpack, add, look, pack.</summary>
    [Benchmark(Description = "observe a bucket and decide")]
    public Verdict ObserveAndDecide()
    {
        var next = Observe();
        return MetricJudge.Decide(plan, baseline!, next, 0.1);
    }
}
