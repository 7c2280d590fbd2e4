namespace Rollout.Server.Memory;

/// <summary>
/// Whether memory is to be given back. The collector keeps what it once needed until it collects again, and a controller at rest makes so little
/// that this may be in hours: thousands of rollouts taken up at the start left it with twice what it used. Pure.
/// </summary>
public static class HeapTrimming
{
    /// <summary>How often one looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>A collection of everything stops all threads for some tenths of a second.</summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    /// <summary>Less than this was made since the last look: one at rest. Else the collector works anyway, and would take the memory again.</summary>
    public const long Calm = 512L << 20;

    /// <summary>So much must have been made since the start, or have been taken since the last time.</summary>
    public const long Worth = 32L << 20;

    /// <param name="now">As it stands.</param>
    /// <param name="before">At the look before this one.</param>
    /// <param name="trimmed">Right after memory was last given back; null: it never was.</param>
    /// <param name="since">How long ago that was; of no meaning while it never was.</param>
    public static bool IsDue(HeapReading now, HeapReading before, HeapReading? trimmed, TimeSpan since)
    {
        if (now.Allocated - before.Allocated >= Calm)
        {
            return false;
        }

        return trimmed is { } last
            ? since >= AtMostEvery && now.Committed - last.Committed >= Math.Max(Worth, last.Committed / 4)
            : now.Allocated >= Worth;
    }
}
