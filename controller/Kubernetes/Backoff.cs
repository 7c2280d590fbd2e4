namespace Rollout.Kubernetes;

/// <summary>Waits that double up to a bound, each shortened by chance to between a half and all of it. Not for several threads.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random chance)
{
    private int failures;

    public TimeSpan Next()
    {
        var full = Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Min(failures++, 40)));
        return TimeSpan.FromTicks((long)(full * (0.5 + (0.5 * chance.NextDouble()))));
    }

    public void Reset() => failures = 0;
}
