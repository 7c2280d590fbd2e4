using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>Reads a cases file as lines: at most 64 MiB, at most 64 KiB a line.</summary>
internal static class CaseFile
{
    private const int Bytes = 64 << 20;
    private const int LineBytes = 64 << 10;

    public static async Task<IReadOnlyList<CaseLine>> ReadAsync(string path, ProblemList problems, CancellationToken cancellation)
    {
        var name = RecordedFile.NameOf(path);
        try
        {
            await using var stream = path == RecordedFile.StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
            var content = new MemoryStream();
            var block = new byte[64 << 10];
            for (int read; (read = await stream.ReadAsync(block, cancellation)) > 0;)
            {
                content.Write(block, 0, read);
                if (content.Length > Bytes)
                {
                    problems.Add(name, $"the file holds more than {Bytes >> 20} MiB", "split it");
                    return [];
                }
            }

            var lines = Lines(content.GetBuffer().AsSpan(0, (int)content.Length));
            if (lines.Count == 0)
            {
                problems.Add(name, "the file holds no case", "write one JSON object a line (see --help)");
            }

            return lines;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(name, "no such file", "give the path of a file with one JSON object a line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(name, $"the file cannot be read ({e.Message})", "give the path of a file with one JSON object a line");
        }

        return [];
    }

    private static List<CaseLine> Lines(ReadOnlySpan<byte> content)
    {
        var lines = new List<CaseLine>();
        content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        for (var number = 1; !content.IsEmpty; number++)
        {
            var length = content.IndexOf((byte)'\n');
            var line = content[..(length < 0 ? content.Length : length)].Trim(" \t\r"u8);
            content = length < 0 ? [] : content[(length + 1)..];
            if (!line.IsEmpty)
            {
                lines.Add(new CaseLine(number, line.Length > LineBytes ? null : line.ToArray()));
            }
        }

        return lines;
    }
}
