namespace Rollout.Judge;

/// <summary>
/// Money where only sums and counts are known (judge/README.md 2.4): a sum of n orders of squared coefficient of variation cv2
/// says as much about a share as n / (1 + cv2 (1 - 1/n)) equal orders.
/// </summary>
internal static class SumVariation
{
    public static double Effective(double count, double squaredVariation) =>
        count <= 0 ? 0 : count / (1 + (squaredVariation * Math.Max(0, 1 - (1 / count))));

    public static double Share(Measure measure, double total) => total > 0 ? measure.Sum / total : 0;

    public static (double Count, double Sum) Totals(FleetBucket bucket, IEnumerable<string> nodes)
    {
        double count = 0, sum = 0;
        foreach (var node in nodes)
        {
            if (bucket.Nodes.TryGetValue(node, out var measure))
            {
                count += measure.Count;
                sum += measure.Sum;
            }
        }

        return (count, sum);
    }

    /// <summary>cv2 from how a bucket's mean order value varies: as one order's value over n. Null without money.</summary>
    public static double? From(IReadOnlyList<FleetBucket> buckets, IReadOnlyCollection<string> nodes)
    {
        double count = 0, sum = 0;
        foreach (var bucket in buckets)
        {
            var (c, s) = Totals(bucket, nodes);
            (count, sum) = (count + c, sum + s);
        }

        if (!(sum > 0) || !(count > 0))
        {
            return null;
        }

        double squares = 0, readings = 0;
        foreach (var measure in buckets.SelectMany(b => nodes.Where(b.Nodes.ContainsKey).Select(n => b.Nodes[n])).Where(m => m.Count > 0))
        {
            var relative = (measure.Sum / measure.Count / (sum / count)) - 1;
            squares += measure.Count * relative * relative;
            readings++;
        }

        return squares / Math.Max(1, readings - 1);
    }
}
