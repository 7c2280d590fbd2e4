using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>Looks names up by their bytes, so that a line nobody asked for costs no string.</summary>
internal sealed class Utf8NameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static readonly Utf8NameComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public bool Equals(ReadOnlySpan<byte> alternate, string other) => Ascii.Equals(alternate, other);

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);

    /// <summary>FNV-1a; names are ASCII by the grammar, so characters and bytes are the same.</summary>
    public int GetHashCode(string obj)
    {
        var hash = 2166136261u;
        foreach (var c in obj)
        {
            hash = (hash ^ (byte)c) * 16777619u;
        }

        return (int)hash;
    }

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = 2166136261u;
        foreach (var b in alternate)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)hash;
    }
}
