namespace Rollout.Judge;

/// <summary>
/// The looks of a planned rollout as parts of its length: every bucket at first, then in steps of two per cent of the time that has
/// passed, since an e-process moves by what is added to its information.
/// </summary>
/// <param name="Ends">Rising to 1.</param>
/// <param name="Single">Looks up to this one are single buckets.</param>
internal sealed record HorizonLooks(double[] Ends, int Single)
{
    private const int EveryBucket = 400;
    private const double Step = 0.02;

    public static HorizonLooks Of(HorizonSpan span)
    {
        var buckets = (long)Math.Clamp(Math.Round(span.Length / span.Bucket), 1, 1e9);
        var ends = new List<double>();
        var single = (int)Math.Min(buckets, EveryBucket);
        for (long at = 1; at <= buckets;)
        {
            ends.Add((double)at / buckets);
            var next = at + (at < EveryBucket ? 1 : Math.Max(1, (long)(at * Step)));
            at = at < buckets ? Math.Min(next, buckets) : buckets + 1;
        }

        return new HorizonLooks([.. ends], single);
    }
}
