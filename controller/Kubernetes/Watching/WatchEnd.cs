namespace Rollout.Kubernetes.Watching;

/// <summary>Why a watch is over for good.</summary>
public enum WatchEnd
{
    /// <summary>The version to go on from is too old (410, as a status or within the stream): list anew.</summary>
    Expired,

    /// <summary>The server will not do this: forbidden, not served, a selector that it does not know.</summary>
    Refused,

    /// <summary>A streaming list broke off before its end: what came of it is worth nothing.</summary>
    Incomplete,
}
