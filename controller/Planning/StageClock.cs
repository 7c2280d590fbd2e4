namespace Rollout.Planning;

/// <summary>
/// A clock that can be stopped, recorded as what has run so far and since when it has been running, so that a restart loses nothing
/// and a pause or an outage takes nothing from a deadline.
/// </summary>
/// <param name="Ran">Before it was last stopped.</param>
/// <param name="RunningSince">Null while it stands.</param>
public sealed record StageClock(TimeSpan Ran, DateTimeOffset? RunningSince)
{
    /// <summary>A clock that stands at zero.</summary>
    public static StageClock Zero { get; } = new(TimeSpan.Zero, null);

    /// <summary>How long it has run at <paramref name="now"/>; a clock that was set back counts nothing.</summary>
    public TimeSpan At(DateTimeOffset now) => RunningSince is { } since && now > since ? Ran + (now - since) : Ran;

    /// <summary>The same clock, running or standing from <paramref name="now"/> on.</summary>
    public StageClock Set(bool running, DateTimeOffset now) => (running, RunningSince) switch
    {
        (true, null) => this with { RunningSince = now },
        (false, not null) => new StageClock(At(now), null),
        _ => this,
    };
}
