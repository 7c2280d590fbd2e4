namespace Rollout.Metrics.Scraping;

/// <summary>One series of a histogram at one moment.</summary>
/// <param name="UpperBounds">Inclusive, rising, the last +infinity.</param>
/// <param name="Cumulative">Events up to each bound since the counter began, rising.</param>
public sealed record HistogramCounts(IReadOnlyList<double> UpperBounds, IReadOnlyList<double> Cumulative)
{
    public double InBin(int bin) => bin == 0 ? Cumulative[0] : Cumulative[bin] - Cumulative[bin - 1];
}
