using Rollout.Api;

namespace Rollout.Planning;

/// <summary>When to look again: at the next thing that time alone can change, and at least once a bucket.</summary>
internal static class Recheck
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static TimeSpan After(Progress next, StaggeredRolloutSpec spec, DateTimeOffset now)
    {
        var soonest = next.Phase.IsSettled() ? Settled : Cadence(spec);
        foreach (var due in Due(next, spec, now))
        {
            if (due > TimeSpan.Zero && due < soonest)
            {
                soonest = due;
            }
        }

        return soonest < Shortest ? Shortest : soonest;
    }

    private static TimeSpan Cadence(StaggeredRolloutSpec spec)
    {
        var bucket = spec.Metrics.Min(m => m.Metric?.Interval) ?? Longest;
        return bucket < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : bucket < Longest ? bucket : Longest;
    }

    private static IEnumerable<TimeSpan> Due(Progress next, StaggeredRolloutSpec spec, DateTimeOffset now)
    {
        if (next.WarmUpUntil is { } warm)
        {
            yield return warm - now;
        }

        if (next.UnavailableSince is { } since)
        {
            yield return since + spec.UnavailableAfter - now;
        }

        if (next.Stage is { } stage)
        {
            yield return spec.Deadline - stage.Deadline.At(now);
            yield return spec.ProgressDeadline - stage.Startup.At(now);
            yield return (stage.ReadyAt ?? now) + (Stages.Current(spec, next)?.Spec.MinDuration ?? TimeSpan.Zero) - now;
        }
    }
}
