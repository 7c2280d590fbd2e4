using System.IO.Compression;
using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class RecordedFileTests
{
    private const string Orders = "time,node,value\n2026-11-21T10:00:00Z,n0,12.50\n2026-11-21T10:00:01Z,n1,-3\n2026-11-21T11:00:02+01:00,n0,0\n";

    [Fact]
    public async Task Reads_orders_and_counts_refunds_apart()
    {
        var (table, problems) = await ReadAsync(Encoding.UTF8.GetBytes(Orders));
        Assert.Empty(problems.Listed);
        Assert.Equal(["n0", "n1"], table.Nodes);
        Assert.Equal(2, table.Count);
        Assert.Equal(1, table.Refunds);
        Assert.Equal([12.5, 0], table.Values.Chunk(0).ToArray());
        Assert.Equal(DateTimeOffset.Parse("2026-11-21T10:00:02Z", System.Globalization.CultureInfo.InvariantCulture), table.Range.Last);
    }

    public static TheoryData<string, string> Disguises => new()
    {
        { "CRLF", Orders.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "a byte order mark", "\uFEFF" + Orders },
        { "no end of the last line", Orders.TrimEnd('\n') },
        { "blank lines", "\n" + Orders.Replace("\n", "\n\n", StringComparison.Ordinal) },
        { "quotes", Orders.Replace("n0", "\"n0\"", StringComparison.Ordinal).Replace("12.50", "\"12.50\"", StringComparison.Ordinal) },
        { "a quoted header", "\"time\",\"node\",\"value\"" + Orders["time,node,value".Length..] },
        { "other columns first", "value,time,node\n12.50,2026-11-21T10:00:00Z,n0\n-3,2026-11-21T10:00:01Z,n1\n0,2026-11-21T10:00:02Z,n0\n" },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task Reads_the_same_orders_with(string disguise, string text)
    {
        var plain = await ReadAsync(Encoding.UTF8.GetBytes(Orders));
        var (table, problems) = await ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.True(problems.Count == 0, $"{disguise}: {string.Join('\n', problems.Lines())}");
        AssertSame(plain.Table, table);
    }

    [Fact]
    public async Task Reads_gzip_by_its_content_and_several_members_as_one_file()
    {
        var half = Orders.IndexOf("2026-11-21T10:00:01Z", StringComparison.Ordinal);
        byte[] zipped = [.. Gzip(Orders[..half]), .. Gzip(Orders[half..])];
        var (table, problems) = await ReadAsync(zipped);
        Assert.Empty(problems.Listed);
        AssertSame((await ReadAsync(Encoding.UTF8.GetBytes(Orders))).Table, table);
    }

    [Fact]
    public async Task Gzip_whose_bytes_were_changed_is_refused()
    {
        var zipped = Gzip(Orders);
        zipped[^6] ^= 0x55;
        var (_, problems) = await ReadAsync(zipped);
        Assert.Equal("the gzip data are damaged or cut short", Assert.Single(problems.Listed).What);
    }

    /// <summary>By the program's runtimeconfig.json: a switch that is thrown later than the first use of compression changes nothing.</summary>
    [Fact]
    public async Task Gzip_that_was_cut_short_is_refused_and_the_switch_for_it_stands_before_any_code_runs()
    {
        Assert.True(AppContext.TryGetSwitch("System.IO.Compression.UseStrictValidation", out var strict) && strict);
        var (_, problems) = await ReadAsync(Gzip(Orders)[..^10]);
        Assert.Equal("the gzip data are damaged or cut short", Assert.Single(problems.Listed).What);
    }

    [Fact]
    public async Task A_stream_that_hands_out_single_bytes_reads_the_same()
    {
        var problems = new ProblemList();
        var rows = new EventRows("x.csv", new RecordedLimits(), problems);
        await RecordedFile.ReadAsync(new DripStream(Gzip(Orders)), "x.csv", new RecordedLimits(), problems, rows, CancellationToken.None);
        Assert.Empty(problems.Listed);
        AssertSame((await ReadAsync(Encoding.UTF8.GetBytes(Orders))).Table, rows.Finish());
    }

    [Fact]
    public async Task A_file_that_is_not_there_a_directory_and_a_byte_too_many_are_refused()
    {
        var directory = Directory.CreateTempSubdirectory("recorded").FullName;
        Assert.Equal("no such file", Assert.Single((await ReadFileAsync(Path.Combine(directory, "nowhere.csv"))).Listed).What);
        Assert.Equal("this is a directory", Assert.Single((await ReadFileAsync(directory)).Listed).What);
        var path = Path.Combine(directory, "x.csv");
        await File.WriteAllTextAsync(path, Orders + "2026-11-21T10:00:01Z,n1,oops\n");
        var all = await File.ReadAllBytesAsync(path);
        Assert.Single((await ReadFileAsync(path, new RecordedLimits { Bytes = all.Length })).Listed, p => p.Place == $"{path}:5");
        Assert.Equal("the file holds more than 0 MiB (decompressed)", Assert.Single((await ReadFileAsync(path, new RecordedLimits { Bytes = all.Length - 1 })).Listed).What);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Lists_so_many_problems_and_counts_the_rest()
    {
        var text = new StringBuilder("time,node,value\n").Insert(16, "never,n0,1\n", 1234).ToString();
        var (_, problems) = await ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(1000, problems.Listed.Count);
        Assert.Equal("and 234 more", problems.Lines().Last());
    }

    [Fact]
    public async Task Refuses_too_many_nodes_once_and_lines_that_are_too_long()
    {
        var problems = new ProblemList();
        var limits = new RecordedLimits { Nodes = 2, LineBytes = 1024 };
        var rows = new EventRows("x.csv", limits, problems);
        var text = "time,node,value\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"2026-11-21T10:00:00Z,n{i},1\n"))
            + $"2026-11-21T10:00:00Z,n0,{new string('1', 2000)}\n2026-11-21T10:00:00Z,n0,1\n";
        await RecordedFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", limits, problems, rows, CancellationToken.None);
        Assert.Equal(
        [
            "x.csv:4: the file has more than 2 nodes; is the second column a node, and not a session or an order?",
            "x.csv:7: the line is longer than 1 KiB; is this a CSV file with a row a line?",
        ], problems.Lines());
        Assert.Equal(3, rows.Finish().Count);
    }

    private static async Task<(EventTable Table, ProblemList Problems)> ReadAsync(byte[] bytes)
    {
        var problems = new ProblemList();
        var path = Path.Combine(Path.GetTempPath(), $"recorded-{Guid.NewGuid():N}.csv");
        await File.WriteAllBytesAsync(path, bytes);
        try
        {
            return (await RecordedFile.ReadEventsAsync(path, new RecordedLimits(), problems, CancellationToken.None), problems);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<ProblemList> ReadFileAsync(string path, RecordedLimits? limits = null)
    {
        var problems = new ProblemList();
        await RecordedFile.ReadEventsAsync(path, limits ?? new RecordedLimits(), problems, CancellationToken.None);
        return problems;
    }

    private static void AssertSame(EventTable expected, EventTable actual)
    {
        Assert.Equal(expected.Nodes, actual.Nodes);
        Assert.Equal(expected.Refunds, actual.Refunds);
        Assert.Equal(expected.Times.Chunk(0).ToArray(), actual.Times.Chunk(0).ToArray());
        Assert.Equal(expected.NodeOf.Chunk(0).ToArray(), actual.NodeOf.Chunk(0).ToArray());
        Assert.Equal(expected.Values.Chunk(0).ToArray(), actual.Values.Chunk(0).ToArray());
    }

    private static byte[] Gzip(string text)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return zipped.ToArray();
    }

    /// <summary>What a slow pipe does: one byte a read.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
