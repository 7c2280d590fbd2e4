namespace Rollout.Demo.Shop;

/// <summary>How one shop process of the demo runs (<c>rollout demo-shop</c>).</summary>
public sealed record ShopOptions
{
    /// <summary>The node's name, as the fleet file and the front door know it.</summary>
    public required string Node { get; init; }

    public required ShopVersion Version { get; init; }

    /// <summary>Port on loopback.</summary>
    public required int Port { get; init; }

    /// <summary>Process id that the shop ends with; null: it ends on a signal only.</summary>
    public int? Owner { get; init; }

    /// <summary>Written once the shop serves: <c>PID VERSION</c>.</summary>
    public string? ReadyFile { get; init; }
}
