using System.Net;
using System.Net.Sockets;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Network;

public sealed class SocketThreadTests
{
    [Fact]
    public async Task What_follows_leaves_a_thread_that_is_not_the_pools()
    {
        var (before, after) = await OnAThreadOfItsOwnAsync(async () =>
        {
            var here = Thread.CurrentThread.IsThreadPoolThread;
            await SocketThread.LeaveAsync();
            return (here, Thread.CurrentThread.IsThreadPoolThread);
        });
        Assert.False(before);
        Assert.True(after);
    }

    [Fact]
    public Task On_a_thread_of_the_pool_nothing_is_handed_on() => Task.Run(() => Assert.True(SocketThread.LeaveAsync().GetAwaiter().IsCompleted));

    [Fact]
    public async Task These_tests_run_where_sockets_go_on_on_their_own_thread()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();

        // Nothing has come when the read begins, so that it waits.
        var goneOn = GoesOnOnThePoolAsync(client.GetStream());
        await server.GetStream().WriteAsync(new byte[1]);
        Assert.False(await goneOn);
    }

    private static async Task<bool> GoesOnOnThePoolAsync(NetworkStream stream)
    {
        _ = await stream.ReadAsync(new byte[1]).ConfigureAwait(false);
        return Thread.CurrentThread.IsThreadPoolThread;
    }

    /// <summary>As the sockets' own thread does: runs what waits, up to where it waits again.</summary>
    private static Task<T> OnAThreadOfItsOwnAsync<T>(Func<Task<T>> work)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => started.SetResult(work())) { IsBackground = true }.Start();
        return started.Task.Unwrap();
    }
}
