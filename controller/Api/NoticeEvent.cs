using System.Text.Json.Serialization;

namespace Rollout.Api;

/// <summary>What receivers can be told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeEvent>))]
public enum NoticeEvent
{
    /// <summary>A revision is taken up; no node runs it yet.</summary>
    Started,

    /// <summary>A stage is opened.</summary>
    StageOpened,

    /// <summary>Judging goes on, and something keeps the stage from being left.</summary>
    Held,
    Paused,
    Resumed,

    /// <summary>Every node runs it.</summary>
    Promoted,

    /// <summary>The revision is taken back and refused: told when it is decided.</summary>
    RolledBack,

    /// <summary>The nodes are back on the stable revision.</summary>
    BackOnStable,

    /// <summary>Somebody put a version on the fleet around the controller.</summary>
    Bypassed,

    /// <summary>The spec cannot be carried out as it is written.</summary>
    Invalid,
}
