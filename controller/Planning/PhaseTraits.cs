namespace Rollout.Planning;

/// <summary>What is true of a phase, on one table, so that no list of phases is ever typed twice.</summary>
public static class PhaseTraits
{
    /// <summary>A revision is on trial and its canaries are where the recorded stage says.</summary>
    public static bool HoldsCanaries(this Phase phase) => Of(phase).HoldsCanaries;

    /// <summary>Nothing is under way.</summary>
    public static bool IsSettled(this Phase phase) => Of(phase).IsSettled;

    /// <summary>The stage's evidence may still be missing: metrics out of reach matter here.</summary>
    public static bool Judges(this Phase phase) => Of(phase).Judges;

    /// <summary>
    /// As people are told: who waits for a settled phase to write the next version must not be faster than the hold.
    /// </summary>
    /// <param name="phase">As it is recorded.</param>
    /// <param name="notYetHeld">See <see cref="World.NotYetHeld"/>.</param>
    public static Phase Shown(this Phase phase, string? notYetHeld) => (phase, notYetHeld) switch
    {
        (Phase.Idle, not null) => Phase.Waiting,
        (Phase.Promoted, not null) => Phase.Promoting,
        _ => phase,
    };

    private static (bool HoldsCanaries, bool IsSettled, bool Judges) Of(Phase phase) => phase switch
    {
        Phase.Idle => (false, true, false),
        Phase.Waiting => (false, false, false),
        Phase.Starting => (true, false, false),
        Phase.WarmingUp => (true, false, false),
        Phase.Judging => (true, false, true),
        Phase.Advancing => (true, false, false),
        Phase.Promoting => (false, false, false),
        Phase.Promoted => (false, true, false),
        Phase.RollingBack => (false, false, false),
        Phase.RolledBack => (false, true, false),
        Phase.Held => (true, false, true),
        Phase.Paused => (false, false, false),
        Phase.Bypassed => (false, false, false),
        Phase.Invalid => (false, false, false),
    };
}
