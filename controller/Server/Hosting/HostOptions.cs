using Rollout.History;
using Rollout.Probes.Network;
using Rollout.Server.Access;

namespace Rollout.Server.Hosting;

/// <summary>How the controller of a host fleet is started.</summary>
public sealed record HostOptions
{
    /// <summary>Path of the fleet file.</summary>
    public required string FleetFile { get; init; }

    public ListenAddress Listen { get; init; } = ListenAddress.Default;

    /// <summary>File with the token for changing calls; made when it is not there. Null: <c>STATE.token</c> beside the state file.</summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// File with what alerting systems show to be heard at <c>/hooks</c>, and nothing else; made when it is not there. Null:
    /// <c>STATE.hook-token</c> beside the state file.
    /// </summary>
    public string? HookTokenFile { get; init; }

    /// <summary>How often one address may try to change something.</summary>
    public ChangeLimits Limits { get; init; } = ChangeLimits.Default;

    /// <summary>Where the history lies; null: <c>NAME.history.db</c> beside the state file <c>NAME.db</c>.</summary>
    public HistoryAddress? History { get; init; }

    /// <summary>No history but the state file's own.</summary>
    public bool KeepsNoHistory { get; init; }

    /// <summary>What acceptance probes may reach.</summary>
    public ProbeNetwork Probing { get; init; } = new();
}
