using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Network;

public sealed class PooledStreamTests
{
    [Fact]
    public async Task Whoever_waits_for_bytes_goes_on_on_the_pool_though_they_came_on_another_thread()
    {
        await using var inner = new HandedStream();
        await using var stream = new PooledStream(inner);
        var read = stream.ReadAsync(new byte[8]).AsTask();
        var goneOn = WhereItGoesOnAsync(read);
        inner.Hand(handed => handed.SetResult(3));
        Assert.True((await goneOn).IsThreadPoolThread);
        Assert.Equal(3, await read);
    }

    [Fact]
    public async Task And_so_it_does_when_the_connection_breaks()
    {
        await using var inner = new HandedStream();
        await using var stream = new PooledStream(inner);
        var read = stream.ReadAsync(new byte[8]).AsTask();
        var goneOn = WhereItGoesOnAsync(read);
        inner.Hand(handed => handed.SetException(new IOException("reset")));
        Assert.True((await goneOn).IsThreadPoolThread);
        await Assert.ThrowsAsync<IOException>(() => read);
    }

    [Fact]
    public async Task And_whoever_writes()
    {
        await using var inner = new HandedStream();
        await using var stream = new PooledStream(inner);
        var goneOn = WhereItGoesOnAsync(stream.WriteAsync(new byte[8]).AsTask());
        inner.Hand(handed => handed.SetResult(8));
        Assert.True((await goneOn).IsThreadPoolThread);
    }

    /// <summary>The thread that goes on where the wait ends; without a context, as the engine waits.</summary>
    private static async Task<Thread> WhereItGoesOnAsync(Task wait)
    {
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Thread.CurrentThread;
    }

    /// <summary>Reads and writes end when they are told, on a thread that is not the pool's, and take whoever waits along.</summary>
    private sealed class HandedStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> handed = new();

        public void Hand(Action<TaskCompletionSource<int>> end) => new Thread(() => end(handed)) { IsBackground = true }.Start();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(handed.Task);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new((Task)handed.Task);
    }
}
