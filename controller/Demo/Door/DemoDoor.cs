using Rollout.Demo.Processes;

namespace Rollout.Demo.Door;

/// <summary>The balancing front door of the demo: one node a session, nodes can be taken out, a node that refuses connections is skipped.</summary>
public static class DemoDoor
{
    /// <summary>Serves until SIGTERM, the token or the end of the owner. Exit codes: 0 ended as asked, 3 port in use.</summary>
    public static Task<int> RunAsync(DoorOptions options, CancellationToken cancellation) => RunAsync(options, TimeProvider.System, cancellation);

    internal static async Task<int> RunAsync(DoorOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var nodes = new DoorNodes(options.Nodes, time);
        using var proxy = new DoorProxy(nodes);
        var admin = new DoorAdmin(nodes);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = options.OutFolder is { } folder ? OutFiles.WatchAsync(folder, nodes, time, watching.Token) : Task.CompletedTask;
        var code = await LoopbackServer.ServeAsync(
            [(options.Listen, proxy.PassAsync), (options.Admin, admin.AnswerAsync)],
            options.Owner,
            ended => ReadyFile.WriteAsync(options.ReadyFile, "door", ended),
            time,
            cancellation);
        await watching.CancelAsync();
        await watch.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return code;
    }
}
