namespace Rollout.Server.Memory;

/// <summary>The runtime's own.</summary>
public sealed class ProcessHeap : IHeap
{
    public HeapReading Read() => new(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, GC.GetTotalAllocatedBytes());

    public void Trim() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
