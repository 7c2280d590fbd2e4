using Rollout.Cli.Judging;
using Rollout.Metrics.Recorded;
using Rollout.Support;

namespace Rollout.Cli.Tests.Judging;

public sealed class RequestRulesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("n0", "2026-11-21T10:00:00Z", null)]
    [InlineData("n0,n1", "2026-11-21T10:00:00Z", null)]
    [InlineData("n0", "2026-11-21T12:30:00Z", null)]
    // A fleet may be quiet for an hour before its first order.
    [InlineData("n0", "2026-11-21T09:00:00Z", null)]
    [InlineData("n0", "2026-11-21T08:59:59Z", "--start: the start 2026-11-21T08:59:59Z lies outside the data; x.csv reaches from 2026-11-21T10:00:00Z to 2026-11-21T12:30:00Z")]
    [InlineData("n0", "2026-11-21T12:30:01Z", "--start: the start 2026-11-21T12:30:01Z lies outside the data; x.csv reaches from 2026-11-21T10:00:00Z to 2026-11-21T12:30:00Z")]
    [InlineData("n0,n1,n2", "2026-11-21T10:00:00Z", "--canary: every node of x.csv is a canary; leave at least one node on the stable version to compare with")]
    [InlineData("N0", "2026-11-21T10:00:00Z", "--canary: the node 'N0' is not in x.csv; did you mean n0? its nodes are n0, n1, n2")]
    [InlineData("checkout", "2026-11-21T10:00:00Z", "--canary: the node 'checkout' is not in x.csv; its nodes are n0, n1, n2")]
    public async Task A_canary_is_in_the_data_and_so_is_the_start(string canary, string start, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], await CheckAsync(
            "2026-11-21T10:00:00Z,n0,1\n2026-11-21T12:30:00Z,n1,1\n2026-11-21T11:00:00Z,n2,1\n", canary, start));

    [Fact]
    public async Task One_node_alone_has_nobody_to_be_compared_with() =>
        Assert.Equal(["--canary: every node of x.csv is a canary; leave at least one node on the stable version to compare with"],
            await CheckAsync("2026-11-21T10:00:00Z,n0,1\n", "n0", "2026-11-21T10:00:00Z"));

    [Fact]
    public async Task A_large_fleet_is_not_listed_whole()
    {
        var rows = string.Concat(Enumerable.Range(10, 30).Select(i => $"2026-11-21T10:00:00Z,web-{i},1\n"));
        var said = Assert.Single(await CheckAsync(rows, "web-99", "2026-11-21T10:00:00Z"));
        Assert.EndsWith("web-28, web-29 and 10 more", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_row_of_another_century_is_pointed_at() =>
        Assert.Equal(
            ["x.csv:3: the rows reach from 1926-11-21T10:00:00Z (this line) to 2026-11-21T10:00:00Z (line 2), more than 2000000 buckets of 1m; "
                + "correct the time that is wrong, cut the file, or give a longer --bucket"],
            await CheckAsync("2026-11-21T10:00:00Z,n0,1\n1926-11-21T10:00:00Z,n1,1\n", "n0", "2026-11-21T10:00:00Z"));

    private async Task<IEnumerable<string>> CheckAsync(string rows, string canary, string start)
    {
        var path = folder.Write("x.csv", "time,node,value\n" + rows);
        var limits = new RecordedLimits();
        var data = await RecordedData.ReadEventsAsync(path, limits, CancellationToken.None);
        var problems = new ProblemList();
        Assert.True(Rfc3339.TryParse(start, out var time));
        RequestRules.Check(new JudgeRequest { Canaries = canary.Split(','), Start = time }, data, limits, flag => flag, problems);
        return problems.Lines().Select(l => l.Replace(path, "x.csv", StringComparison.Ordinal));
    }
}
