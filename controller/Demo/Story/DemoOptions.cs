using System.Net;

namespace Rollout.Demo.Story;

/// <summary>How <c>rollout demo</c> runs.</summary>
public sealed record DemoOptions
{
    /// <summary>Where the controller's dashboard and API listen.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>Orders to replay (events format); null: invented ones.</summary>
    public string? Orders { get; init; }

    /// <summary>How many times faster the orders are replayed; null: so that their mean rate is <see cref="OrdersPerSecond"/>.</summary>
    public double? Speed { get; init; }

    /// <summary>Leaves everything running after the story, until Ctrl-C.</summary>
    public bool Keep { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Orders a second of the whole fleet, the mean over a day of the rhythm.</summary>
    public double OrdersPerSecond { get; init; } = 300;

    /// <summary>How long the fleet earns on v1 before the first release: what the controller calibrates itself by.</summary>
    public TimeSpan Earning { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>A release that has come to no end after this is given up, and the demo has failed.</summary>
    public TimeSpan ReleasePatience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How this executable is started: program and first arguments; null: as this process was.</summary>
    public IReadOnlyList<string>? Command { get; init; }
}
