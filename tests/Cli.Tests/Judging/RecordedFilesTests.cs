using Rollout.Cli.Judging;
using Rollout.Metrics.Recorded;
using Rollout.Support;

namespace Rollout.Cli.Tests.Judging;

public sealed class RecordedFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_many_cases_share_is_read_once()
    {
        var files = new RecordedFiles(new RecordedLimits());
        var path = Write("x.csv");
        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => files.ReadAsync(path, isEvents: true, CancellationToken.None)));
        Assert.All(read, data => Assert.Same(read[0], data));
        Assert.NotSame(read[0], await files.ReadAsync(path, isEvents: false, CancellationToken.None));
    }

    [Fact]
    public async Task The_one_not_used_for_longest_is_forgotten_when_the_rows_are_too_many()
    {
        var files = new RecordedFiles(new RecordedLimits(), rowsKept: 5);
        string a = Write("a.csv"), b = Write("b.csv"), c = Write("c.csv");
        var first = await files.ReadAsync(a, true, CancellationToken.None);
        var second = await files.ReadAsync(b, true, CancellationToken.None);
        Assert.Same(first, await files.ReadAsync(a, true, CancellationToken.None));
        await files.ReadAsync(c, true, CancellationToken.None);
        Assert.Same(first, await files.ReadAsync(a, true, CancellationToken.None));
        Assert.NotSame(second, await files.ReadAsync(b, true, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_larger_than_all_that_is_kept_is_still_shared()
    {
        var files = new RecordedFiles(new RecordedLimits(), rowsKept: 1);
        var path = Write("x.csv");
        Assert.Same(await files.ReadAsync(path, true, CancellationToken.None), await files.ReadAsync(path, true, CancellationToken.None));
    }

    /// <summary>Two rows.</summary>
    private string Write(string name) => folder.Write(name, "time,node,value\n2026-11-21T10:00:00Z,n0,1\n2026-11-21T10:00:00Z,n1,1\n");
}
