namespace Rollout.Metrics.Prometheus;

/// <summary>When a target was scraped, as its <c>up</c> tells; where that is not stored, as its own samples tell. Pure.</summary>
/// <param name="State">At the boundary.</param>
/// <param name="Last">Its last scrape, milliseconds since the epoch.</param>
/// <param name="Spacing">Between two scrapes, milliseconds; the bucket's length where fewer than two are known.</param>
/// <param name="Age">Of the last scrape at the boundary, milliseconds.</param>
internal sealed record TargetClock(TargetState State, long Last, double Spacing, double Age)
{
    /// <summary>One scrape may be in flight; when two are lacking, the target is not read as the others are.</summary>
    private const double LateAfter = 1.5;

    /// <summary>Scrapes are not on the dot.</summary>
    private const double SeldomAfter = 1.1;

    /// <param name="points">Its scrapes in the window, in order; a value of 0 is a failed one.</param>
    /// <param name="window">Whose boundary it is.</param>
    public static TargetClock Of(IReadOnlyList<TimedValue> points, MetricWindow window)
    {
        var last = points[^1];
        var gaps = points.Skip(1).Zip(points, (b, a) => (double)(b.Milliseconds - a.Milliseconds)).Order().ToList();
        var bucket = window.Interval.TotalMilliseconds;
        var spacing = gaps.Count == 0 ? bucket : gaps[gaps.Count / 2];
        var age = window.BoundaryMilliseconds - last.Milliseconds;

        // Where it is scraped once a bucket, it must have been scraped in this one.
        var state = spacing > SeldomAfter * bucket ? TargetState.Seldom
            : age > Math.Min(LateAfter * spacing, bucket) ? TargetState.Late
            : last.Value == 0 ? TargetState.Down : TargetState.Scraped;
        return new TargetClock(state, last.Milliseconds, spacing, age);
    }

    /// <summary>Whether a sample is of the last scrape: a series that the target no longer shows has none.</summary>
    public bool Shows(TimedValue sample) => sample.Milliseconds >= Last - (Spacing / 2);

    /// <summary>Why it cannot be read; null while it can.</summary>
    public string? Trouble(TimeSpan interval) => State switch
    {
        TargetState.Scraped => null,
        TargetState.Down => "its last scrape failed (up is 0)",
        TargetState.Seldom => FormattableString.Invariant(
            $"Prometheus scrapes it every {Spacing / 1000:0.###} s, too seldom for buckets of {interval.TotalSeconds:0.###} s"),
        TargetState.Late => FormattableString.Invariant(
            $"its last sample was {Age / 1000:0.#} s old at the end of the bucket, where it is scraped every {Spacing / 1000:0.###} s"),
    };
}
