using System.Text;

namespace Rollout.Metrics.Recorded;

/// <summary>Node names interned from their bytes: a million rows of ten nodes make ten strings.</summary>
internal sealed class NodeNames(int limit)
{
    private readonly Dictionary<byte[], int> ids = new(new ByteComparer());
    private readonly List<string> names = [];

    public IReadOnlyList<string> Names => names;

    /// <summary>The node's number in order of first appearance; -1 when the fleet is larger than the limit.</summary>
    public int Intern(ReadOnlySpan<byte> name)
    {
        if (ids.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var id))
        {
            return id;
        }

        if (names.Count == limit)
        {
            return -1;
        }

        names.Add(Encoding.UTF8.GetString(name));
        ids.Add(name.ToArray(), names.Count - 1);
        return names.Count - 1;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        // HashCode is seeded per process: names chosen to collide cannot slow the reader down.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
