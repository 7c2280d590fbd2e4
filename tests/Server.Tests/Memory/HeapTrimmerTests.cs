using System.Threading.Channels;
using Rollout.Server.Memory;
using Rollout.Support;
using Xunit;

namespace Rollout.Server.Tests.Memory;

public sealed class HeapTrimmerTests
{
    [Fact]
    public async Task Looks_every_minute_gives_back_once_and_again_when_much_came_on_top()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
        var heap = new ToldHeap { Committed = 400 << 20, Allocated = 300 << 20 };
        using var stop = new CancellationTokenSource();
        var running = new HeapTrimmer(heap, time).RunAsync(stop.Token);
        Assert.Equal("read", await heap.NextAsync());
        await time.DueAsync();

        time.Advance(HeapTrimming.Every);
        Assert.Equal(["read", "trim", "read"], [await heap.NextAsync(), await heap.NextAsync(), await heap.NextAsync()]);
        for (var minute = 0; minute < 4; minute++)
        {
            heap.Committed = 300 << 20;
            time.Advance(HeapTrimming.Every);
            Assert.Equal("read", await heap.NextAsync());
        }

        time.Advance(HeapTrimming.Every);
        Assert.Equal(["read", "trim", "read"], [await heap.NextAsync(), await heap.NextAsync(), await heap.NextAsync()]);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>What was trimmed stands at 100 MiB.</summary>
    private sealed class ToldHeap : IHeap
    {
        private readonly Channel<string> told = Channel.CreateUnbounded<string>();

        public long Committed { get; set; }

        public long Allocated { get; init; }

        public HeapReading Read()
        {
            var reading = new HeapReading(Committed, Allocated);
            Assert.True(told.Writer.TryWrite("read"));
            return reading;
        }

        public void Trim()
        {
            Committed = 100 << 20;
            Assert.True(told.Writer.TryWrite("trim"));
        }

        public async Task<string> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
            return await told.Reader.ReadAsync(limit.Token);
        }
    }
}
