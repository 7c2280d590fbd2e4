using System.Text.Json;
using Rollout.Judge;

namespace Rollout.Benchmarks.Judging;

/// <summary>Ten nodes at twenty orders a minute, a day of history, with evidence of some hours.</summary>
internal static class MetricCase
{
    public static readonly string[] Canaries = ["n0"];
    private const int Nodes = 10;
    private const int Bins = 41;
    private static readonly DateTimeOffset First = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static (Baseline Baseline, Evidence Evidence, FleetBucket[] Judged) Make(JudgePlan plan)
    {
        var random = new Random(11);
        var bounds = Enumerable.Range(0, Bins - 1).Select(b => Math.Exp(1 + (b * 0.1))).Append(double.PositiveInfinity).ToArray();
        var history = new FleetHistory
        {
            BucketLength = TimeSpan.FromMinutes(1),
            Buckets = [.. Enumerable.Range(0, 1440).Select(i => Bucket(i, random, bounds))],
            ValueBins = new ValueBins { UpperBounds = bounds },
        };
        var nodes = Enumerable.Range(0, Nodes).Select(n => $"n{n}").ToArray();
        var baseline = Baselines.FromHistory(plan, history, nodes, Canaries);
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var i = 1440; i < 1740; i++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, Bucket(i, random, bounds), Canaries);
        }

        return (baseline, evidence, [.. Enumerable.Range(1740, 512).Select(i => Bucket(i, random, bounds))]);
    }

    /// <summary>Bytes of the evidence as it is stored: UTF-8 JSON.</summary>
    public static int StateBytes(Evidence evidence) => JsonSerializer.SerializeToUtf8Bytes(evidence).Length;

    private static FleetBucket Bucket(int minute, Random random, double[] bounds)
    {
        var measures = new Dictionary<string, Measure>(StringComparer.Ordinal);
        for (var node = 0; node < Nodes; node++)
        {
            var counts = new double[Bins];
            var (many, sum) = (random.Next(10, 31), 0.0);
            for (var order = 0; order < many; order++)
            {
                var value = Math.Exp(3 + (1.2 * ((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2)));
                var at = Array.BinarySearch(bounds, value);
                counts[at < 0 ? ~at : at]++;
                sum += value;
            }

            measures.Add($"n{node}", new Measure { Count = many, Sum = sum, ValueCounts = counts });
        }

        return new FleetBucket(First.AddMinutes(minute), TimeSpan.FromMinutes(1), measures);
    }
}
