namespace Rollout.Metrics.Recorded;

/// <summary>A growing column of values in chunks: no doubling copy of what is already there, and a small file stays small.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    public const int ChunkSize = 1 << 12;
    private readonly List<T[]> chunks = [];
    private T[] current = [];
    private int used;

    public long Count => chunks.Count == 0 ? 0 : ((chunks.Count - 1L) * ChunkSize) + used;

    public int Chunks => chunks.Count;

    /// <summary>The filled part of a chunk; chunks of columns that grow together line up.</summary>
    public ReadOnlySpan<T> Chunk(int index) => index == chunks.Count - 1 ? chunks[index].AsSpan(0, used) : chunks[index];

    public T this[long row] => chunks[(int)(row / ChunkSize)][row % ChunkSize];

    public void Add(T value)
    {
        if (used == current.Length)
        {
            current = new T[ChunkSize];
            chunks.Add(current);
            used = 0;
        }

        current[used++] = value;
    }
}
