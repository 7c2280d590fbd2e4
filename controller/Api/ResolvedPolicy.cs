namespace Rollout.Api;

/// <summary>What becomes of a rollout when the alert that paused it is over.</summary>
public enum ResolvedPolicy
{
    /// <summary>It goes on by itself.</summary>
    Resume,

    /// <summary>It stays paused until a person resumes it.</summary>
    StayPaused,
}
