namespace Rollout.Server.Hosting;

/// <summary>How the controller of a host fleet is started.</summary>
public sealed record HostOptions
{
    /// <summary>Path of the fleet file.</summary>
    public required string FleetFile { get; init; }

    public ListenAddress Listen { get; init; } = ListenAddress.Default;

    /// <summary>File with the token for changing calls; made when it is not there. Null: <c>STATE.token</c> beside the state file.</summary>
    public string? TokenFile { get; init; }
}
