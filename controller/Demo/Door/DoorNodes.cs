using System.Diagnostics.CodeAnalysis;

namespace Rollout.Demo.Door;

/// <summary>Which node a session goes to.</summary>
internal sealed class DoorNodes
{
    /// <summary>A node that refused a connection is left alone for this long, then tried again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly TimeProvider time;
    private readonly Dictionary<string, DoorNode> byName;
    private uint turn;

    public DoorNodes(IEnumerable<KeyValuePair<string, string>> nodes, TimeProvider time)
    {
        this.time = time;
        All = [.. nodes.Select(n => new DoorNode(n.Key, new Uri($"http://{n.Value}")))];
        byName = All.ToDictionary(n => n.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<DoorNode> All { get; }

    public bool TryFind(string name, [NotNullWhen(true)] out DoorNode? node) => byName.TryGetValue(name, out node);

    /// <summary>
    /// The node for a new session: in turn among those that are neither out nor refusing; null when there is none. Skipping to the next
    /// one instead would give that neighbour the share of the missing node as well, and make every other look as if it earned less.
    /// </summary>
    public DoorNode? Next()
    {
        var now = time.GetTimestamp();
        var open = All.Where(node => !node.IsOut && !node.Refuses(now)).ToArray();
        return open.Length == 0 ? null : open[Interlocked.Increment(ref turn) % (uint)open.Length];
    }

    /// <summary>True if a session that is at home on this node can stay: being drained is no reason to leave, refusing connections is.</summary>
    public bool CanStay(DoorNode node) => !node.Refuses(time.GetTimestamp());

    /// <summary>Leaves a node alone for a while.</summary>
    public void Skip(DoorNode node) =>
        node.Refused(time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency));
}
