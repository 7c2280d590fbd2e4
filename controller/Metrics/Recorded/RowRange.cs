namespace Rollout.Metrics.Recorded;

/// <summary>From when to when the rows reach, and on which lines these ends stand.</summary>
public struct RowRange
{
    private long count;

    public long FirstTicks { get; private set; }

    public long FirstLine { get; private set; }

    public long LastTicks { get; private set; }

    public long LastLine { get; private set; }

    public readonly bool IsEmpty => count == 0;

    public readonly DateTimeOffset First => new(FirstTicks, TimeSpan.Zero);

    public readonly DateTimeOffset Last => new(LastTicks, TimeSpan.Zero);

    internal void Include(long ticks, long line)
    {
        if (count++ == 0 || ticks < FirstTicks)
        {
            (FirstTicks, FirstLine) = (ticks, line);
        }

        if (count == 1 || ticks > LastTicks)
        {
            (LastTicks, LastLine) = (ticks, line);
        }
    }
}
