namespace Rollout.Demo.Door;

/// <summary>Takes nodes out by files in a folder: a shell script drains a node with <c>: > n1.out</c>, no process and no HTTP client needed.</summary>
internal static class OutFiles
{
    /// <summary>A node is out at most this long after its file appeared.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static async Task WatchAsync(string folder, DoorNodes nodes, TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var node in nodes.All)
            {
                node.OutByFile = File.Exists(Path.Combine(folder, node.Name + ".out"));
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
