namespace Rollout.Demo.Processes;

/// <summary>What the front door, the shops and the probes tell each other in headers.</summary>
internal static class SessionHeaders
{
    /// <summary>On a session's first request to a node: the node has a session more.</summary>
    public const string NewSession = "X-Session-New";

    /// <summary>On what probes order; such an order is no revenue.</summary>
    public const string Synthetic = "X-Synthetic";

    /// <summary>The one value of <see cref="Synthetic"/>.</summary>
    public const string SyntheticValue = "rollout";

    /// <summary>Cookie that keeps a session on its node: <c>NODE.NUMBER</c>.</summary>
    public const string Cookie = "shop-session";
}
