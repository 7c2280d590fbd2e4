using System.IO.Compression;

namespace Rollout.Metrics.Recorded;

/// <summary>Reads recorded data: <c>-</c> is standard input, gzip is recognised by its content, everything is bounded.</summary>
public static class RecordedFile
{
    public const string StandardInput = "-";
    private const int BlockBytes = 256 << 10;

    /// <summary>Orders. What is wrong is in <paramref name="problems"/>; the table holds the rows that are right.</summary>
    public static async Task<EventTable> ReadEventsAsync(string path, RecordedLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        var rows = new EventRows(NameOf(path), limits, problems);
        await ReadAsync(path, limits, problems, rows, cancellation);
        return rows.Finish();
    }

    /// <summary>Buckets; see <see cref="ReadEventsAsync"/>.</summary>
    public static async Task<BucketTable> ReadBucketsAsync(string path, RecordedLimits limits, ProblemList problems, CancellationToken cancellation)
    {
        var rows = new BucketRows(NameOf(path), limits, problems);
        await ReadAsync(path, limits, problems, rows, cancellation);
        return rows.Finish();
    }

    /// <summary>What the file is called in messages.</summary>
    public static string NameOf(string path) => path == StandardInput ? "stdin" : path;

    private static async Task ReadAsync(string path, RecordedLimits limits, ProblemList problems, ICsvRows rows, CancellationToken cancellation)
    {
        try
        {
            await using var raw = path == StandardInput ? Console.OpenStandardInput() : Open(path);
            await ReadAsync(raw, NameOf(path), limits, problems, rows, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            problems.Add(Unreadable(path, e));
        }
    }

    internal static async Task ReadAsync(
        Stream raw, string name, RecordedLimits limits, ProblemList problems, ICsvRows rows, CancellationToken cancellation)
    {
        var reading = new CsvReading(name, limits, problems, rows);
        var block = new byte[BlockBytes];
        var filled = await raw.ReadAtLeastAsync(block, 2, throwOnEndOfStream: false, cancellation);
        if (filled >= 2 && block[0] == 0x1F && block[1] == 0x8B)
        {
            await using var joined = new PrefixedStream(block.AsMemory(0, filled).ToArray(), raw);
            await using var unzipped = new GZipStream(joined, CompressionMode.Decompress);
            await FeedAsync(unzipped, block, 0, reading, cancellation);
        }
        else
        {
            await FeedAsync(raw, block, filled, reading, cancellation);
        }
    }

    private static async Task FeedAsync(Stream stream, byte[] block, int filled, CsvReading reading, CancellationToken cancellation)
    {
        do
        {
            if (filled > 0 && !reading.Feed(block.AsSpan(0, filled)))
            {
                return;
            }

            filled = await stream.ReadAsync(block, cancellation);
        }
        while (filled > 0);

        reading.Finish();
    }

    private static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });

    private static Api.Problem Unreadable(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(NameOf(path), "no such file", "give the path of a CSV file, or - for standard input"),
        UnauthorizedAccessException when Directory.Exists(path) => new(NameOf(path), "this is a directory", "give the path of a CSV file"),
        UnauthorizedAccessException => new(NameOf(path), "the file may not be read", "give yourself the right to read it"),
        InvalidDataException => new(NameOf(path), "the gzip data are damaged or cut short", "compress the file again"),
        _ => new(NameOf(path), $"the file cannot be read ({e.Message})", "give the path of a CSV file, or - for standard input"),
    };
}
