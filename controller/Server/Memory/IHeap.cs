namespace Rollout.Server.Memory;

/// <summary>The memory of the collector of this process.</summary>
public interface IHeap
{
    HeapReading Read();

    /// <summary>Collects everything, and gives back to the system what is not in use.</summary>
    void Trim();
}
