namespace Rollout.Server.Memory;

/// <summary>How it stands with the memory of the collector.</summary>
/// <param name="Committed">Bytes taken from the system, as of the last collection.</param>
/// <param name="Allocated">Bytes of all objects ever made.</param>
public readonly record struct HeapReading(long Committed, long Allocated);
