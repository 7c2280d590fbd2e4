namespace Rollout.Metrics.Recorded;

/// <summary>What a file that is no CSV is, by its first bytes: better told than a thousand malformed lines.</summary>
internal sealed record FileMagic(string What, string Mend)
{
    public static FileMagic? Of(ReadOnlySpan<byte> first) => first switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => new("UTF-16", "save it as UTF-8"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Compressed("zstd"),
        [0x50, 0x4B, 0x03, 0x04, ..] => new("a zip archive", "unpack it, or compress it with gzip"),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => Compressed("xz"),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => Compressed("bzip2"),
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => new("Parquet", "export it as CSV"),
        _ => null,
    };

    private static FileMagic Compressed(string by) => new($"compressed with {by}", "decompress it, or compress it with gzip");
}
