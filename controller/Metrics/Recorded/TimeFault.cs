namespace Rollout.Metrics.Recorded;

/// <summary>Why a text is not an RFC 3339 time.</summary>
public enum TimeFault
{
    None,
    NotATime,

    /// <summary>Well written, but no calendar has it: the 31st of February, 25 o'clock.</summary>
    NoSuchTime,

    /// <summary>A time of some day somewhere: without an offset it cannot be put in order with others.</summary>
    NoOffset,
}
