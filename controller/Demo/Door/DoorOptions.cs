namespace Rollout.Demo.Door;

/// <summary>How the front door of the demo runs (<c>rollout demo-door</c>).</summary>
public sealed record DoorOptions
{
    /// <summary>Port on loopback that customers come to.</summary>
    public required int Listen { get; init; }

    /// <summary>Port on loopback for <c>PUT /admin/nodes/{name}/out|in</c>, <c>GET /admin/nodes</c> and <c>/metrics</c>.</summary>
    public required int Admin { get; init; }

    /// <summary>Name and address (<c>127.0.0.1:9001</c>) of every node.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Nodes { get; init; }

    /// <summary>A folder in which a file <c>NAME.out</c> takes that node out; null: the admin port alone does.</summary>
    public string? OutFolder { get; init; }

    /// <summary>Process id that the door ends with; null: it ends on a signal only.</summary>
    public int? Owner { get; init; }

    /// <summary>Written once the door serves.</summary>
    public string? ReadyFile { get; init; }
}
