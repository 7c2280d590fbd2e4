using System.Runtime.CompilerServices;
using Rollout.Server.Memory;
using Xunit;

namespace Rollout.Server.Tests.Memory;

public sealed class ProcessHeapTests
{
    [Fact]
    public void What_nobody_holds_is_gone_after_trimming_however_old_it_is()
    {
        var heap = new ProcessHeap();
        var before = heap.Read();
        var whole = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
        var (old, held) = Old();

        heap.Trim();

        // Others may collect in the same moment, but hardly everything at once.
        Assert.True(GC.GetGCMemoryInfo(GCKind.FullBlocking).Index > whole);
        Assert.False(old.IsAlive);
        Assert.NotEmpty(held);
        var after = heap.Read();
        Assert.True(after.Allocated >= before.Allocated + (1 << 20), $"{before} {after}");
        Assert.InRange(after.Committed, 1, long.MaxValue);
    }

    /// <summary>Two of a mebibyte in the oldest generation, of which one is let go.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Old, byte[] Held) Old()
    {
        var (old, held) = (new byte[1 << 20], new byte[1 << 20]);
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(old));
        return (new WeakReference(old), held);
    }
}
