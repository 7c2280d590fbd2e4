using System.Collections;

namespace Rollout.Metrics.Recorded;

/// <summary>Events per value bin, one byte a bin where they fit: a bucket of one node seldom has more than 255 orders in a bin.</summary>
internal sealed class BinCounts : IReadOnlyList<double>
{
    private readonly byte[]? small;
    private readonly int[]? large;

    /// <summary>Copies what it is given.</summary>
    public BinCounts(ReadOnlySpan<int> counts)
    {
        if (counts.ContainsAnyExceptInRange(0, byte.MaxValue))
        {
            large = counts.ToArray();
            return;
        }

        small = new byte[counts.Length];
        for (var bin = 0; bin < counts.Length; bin++)
        {
            small[bin] = (byte)counts[bin];
        }
    }

    public int Count => small?.Length ?? large!.Length;

    public double this[int index] => small is null ? large![index] : small[index];

    public IEnumerator<double> GetEnumerator()
    {
        for (var bin = 0; bin < Count; bin++)
        {
            yield return this[bin];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
