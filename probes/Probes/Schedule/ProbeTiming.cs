namespace Rollout.Probes.Schedule;

/// <summary>
/// When a probe is due. Pure: the same probe on the same node runs at the same phase of the clock, on every controller, after every
/// restart.
/// </summary>
public static class ProbeTiming
{
    /// <summary>
    /// Where in the interval this probe runs on this node, so that not all nodes are probed at once. Whole milliseconds, as timers are.
    /// </summary>
    public static TimeSpan Phase(string probe, string node, TimeSpan interval)
    {
        // FNV-1a, then the finisher of MurmurHash3: node names that differ in their last digit only must not lie side by side.
        var hash = 2166136261u;
        foreach (var c in probe + "\0" + node)
        {
            hash = (hash ^ c) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        hash ^= hash >> 16;
        return TimeSpan.FromMilliseconds(Math.Floor(hash / 4294967296d * interval.TotalMilliseconds));
    }

    /// <summary>The first time that is not before <paramref name="now"/>.</summary>
    public static DateTimeOffset FirstDue(string probe, string node, TimeSpan interval, DateTimeOffset now)
    {
        var since = now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks - Phase(probe, node, interval).Ticks;
        var rest = ((since % interval.Ticks) + interval.Ticks) % interval.Ticks;
        return rest == 0 ? now : now.AddTicks(interval.Ticks - rest);
    }

    /// <summary>
    /// The next time after a run that was due at <paramref name="due"/> and ended at <paramref name="ended"/>, and how many were missed
    /// meanwhile: they are not made up for.
    /// </summary>
    public static (DateTimeOffset Due, int Overdue) NextDue(DateTimeOffset due, DateTimeOffset ended, TimeSpan interval)
    {
        var late = ended - due;
        var passed = late < TimeSpan.Zero ? 0 : late.Ticks / interval.Ticks;
        return (due + ((passed + 1) * interval), (int)Math.Min(passed, int.MaxValue));
    }
}
