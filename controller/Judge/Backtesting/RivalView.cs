namespace Rollout.Judge;

/// <summary>A bucket as the rules of others see it.</summary>
public static class RivalView
{
    /// <summary>Null where the canary or every control is missing.</summary>
    public static RivalSample? Of(JudgePlan plan, Baseline baseline, FleetBucket bucket, string canary, string reference)
    {
        if (BucketSplit.Of(plan, baseline, bucket, [canary], null) is not { } split)
        {
            return null;
        }

        double Figure(string node) => plan.Statistic == Statistic.Revenue ? bucket.Nodes[node].Sum : bucket.Nodes[node].Count;
        return new RivalSample
        {
            Canary = Figure(canary),
            Controls = split.Controls.Select(Figure).ToArray(),
            Baseline = split.Controls.Contains(reference, StringComparer.Ordinal) ? Figure(reference) : double.NaN,
            CanaryEvents = split.CanaryCount,
            FleetEvents = split.FleetCount,
            Share = split.OrderShare,
        };
    }
}
