namespace Rollout.Benchmarks.Judging;

/// <summary>The least that reading a file can cost: its bytes, with the line ends counted (what `wc -l` does).</summary>
internal static class RawReading
{
    public static async Task<(TimeSpan Elapsed, long Lines)> CountLinesAsync(string path, CancellationToken cancellation)
    {
        var begin = TimeProvider.System.GetTimestamp();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var block = new byte[256 << 10];
        long lines = 0;
        for (int read; (read = await file.ReadAsync(block, cancellation)) > 0;)
        {
            lines += block.AsSpan(0, read).Count((byte)'\n');
        }

        return (TimeProvider.System.GetElapsedTime(begin), lines);
    }
}
