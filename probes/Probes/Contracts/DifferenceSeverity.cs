namespace Rollout.Probes.Contracts;

/// <summary>What a change of an answer's shape means to those who read it.</summary>
public enum DifferenceSeverity
{
    /// <summary>Nothing that a reader of yesterday's answers could trip over.</summary>
    Same,

    /// <summary>More than before: a careful reader goes on, one that knows all that there may be is surprised.</summary>
    Widening,

    /// <summary>What readers relied on is not so any more.</summary>
    Breaking,
}
