namespace Rollout.Judge;

/// <summary>
/// When a rollout is looked at, and how many of the fleet's events are expected before each look: every bucket at first, then in
/// steps of half a per cent of the time that has passed.
/// </summary>
internal sealed class LookSchedule
{
    /// <summary>What "at any duration" means.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    private const int EveryBucket = 400;
    private const double Step = 0.005;

    private LookSchedule(double[] seconds, double[] events) => (Seconds, Events) = (seconds, events);

    /// <summary>Of each look, since the start.</summary>
    public double[] Seconds { get; }

    /// <summary>Expected since the look before.</summary>
    public double[] Events { get; }

    /// <param name="rhythm">The fleet's.</param>
    /// <param name="bucket">Length of a bucket; buckets are aligned to the epoch.</param>
    /// <param name="start">The canary gets the new version.</param>
    /// <param name="warmUp">After the start; buckets that begin in it are not judged.</param>
    /// <param name="enough">Ends when so many events are expected.</param>
    public static LookSchedule Of(FleetRhythm rhythm, TimeSpan bucket, DateTimeOffset start, TimeSpan warmUp, double enough)
    {
        var ready = start + warmUp;
        var past = (ready - DateTimeOffset.UnixEpoch).Ticks % bucket.Ticks;
        var first = past == 0 ? ready : ready.AddTicks((past < 0 ? 0 : bucket.Ticks) - past);
        var (seconds, events) = (new List<double>(), new List<double>());
        var (last, sum) = (first, 0.0);
        for (long buckets = 1; sum < enough && last - start < Longest;)
        {
            var at = first + (buckets * bucket);
            var expected = rhythm.Events(last, at);
            seconds.Add((at - start).TotalSeconds);
            events.Add(Math.Max(0, expected));
            sum += expected;
            last = at;
            buckets += buckets < EveryBucket ? 1 : (long)Math.Ceiling(buckets * Step);
        }

        return new LookSchedule([.. seconds], [.. events]);
    }
}
