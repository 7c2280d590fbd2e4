using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>The sample names that are kept; every other line is checked and forgotten.</summary>
public sealed class SampleNames
{
    /// <summary>Keeps every sample: for tools and tests, not for a controller.</summary>
    public static readonly SampleNames Everything = new([]) { everything = true };

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private bool everything;

    public SampleNames(IEnumerable<string> names)
    {
        var set = new HashSet<string>(names, Utf8NameComparer.Instance);
        lookup = set.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    internal bool TryGet(ReadOnlySpan<byte> name, out string kept)
    {
        if (everything)
        {
            kept = Encoding.UTF8.GetString(name);
            return true;
        }

        return lookup.TryGetValue(name, out kept!);
    }
}
