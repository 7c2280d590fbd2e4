namespace Rollout.Api;

/// <summary>What a firing alert does to a rollout.</summary>
public enum AlertAction
{
    /// <summary>Stops it where it stands. What else rolls back, such as proven harm, still does.</summary>
    Pause,

    /// <summary>Takes the revision back and refuses it.</summary>
    RollBack,

    /// <summary>Is told among what happened, and changes nothing.</summary>
    Note,
}
