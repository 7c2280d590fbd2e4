using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>The stage of life of a rollout (contract section 3). How they follow one another: the drawing at the top of
/// Planner.cs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Phase>))]
public enum Phase
{
    /// <summary>Nothing is wanted that does not run.</summary>
    Idle,

    /// <summary>A revision is wanted, but something has to be in order first; no canary yet.</summary>
    Waiting,

    /// <summary>The stage's canaries are being put in place.</summary>
    Starting,

    /// <summary>They run; what they do is not counted yet.</summary>
    WarmingUp,

    /// <summary>Evidence is being gathered.</summary>
    Judging,

    /// <summary>The stage may be left; the next pass opens the next one, or promotes.</summary>
    Advancing,

    /// <summary>Every node is being given the judged revision.</summary>
    Promoting,

    /// <summary>Every node runs it.</summary>
    Promoted,

    /// <summary>Every node is being given the stable revision.</summary>
    RollingBack,

    /// <summary>The wanted revision was refused; every node runs stable.</summary>
    RolledBack,

    /// <summary>Judging goes on, but the stage is not left until what holds it is gone.</summary>
    Held,

    /// <summary>Stopped where it stands by a person.</summary>
    Paused,

    /// <summary>Somebody put a version on the fleet around the controller; nothing is touched.</summary>
    Bypassed,

    /// <summary>The spec cannot be carried out as it is written.</summary>
    Invalid,
}
