using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Tests.Judging;

public class JudgeRequestReaderTests
{
    [Fact]
    public void Reads_every_setting()
    {
        var (request, problems) = Read(
            "--buckets b.csv", "--canary a,b", "--start 2026-11-21T10:00:00+01:00", "--end 2026-11-21T12:00:00Z", "--bucket 5m", "--alpha 0.001",
            "--alpha-promote 1e-1", "--tolerance .05", "--horizon 1h30m", "--kind count", "--harm-floor 0.02", "--warm-up 0s", "--no-calibration true", "--ignore-promote true");
        Assert.Empty(problems.Lines());
        Assert.Equal(["a", "b"], request.Canaries);
        Assert.Equal(new JudgeRequest
        {
            Path = "b.csv",
            IsEvents = false,
            Canaries = request.Canaries,
            Start = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero),
            End = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
            Bucket = TimeSpan.FromMinutes(5),
            Alpha = 0.001,
            AlphaPromote = 0.1,
            Tolerance = 0.05,
            Horizon = TimeSpan.FromMinutes(90),
            Kind = Statistic.Count,
            HarmFloor = 0.02,
            WarmUp = TimeSpan.Zero,
            NoCalibration = true,
            IgnorePromote = true,
        }, request);
    }

    [Fact]
    public void What_is_not_given_is_the_contract_s_default()
    {
        var (request, problems) = Read("--events x.csv", "--canary n0", "--start 2026-11-21T10:00:00Z");
        Assert.Empty(problems.Lines());
        Assert.Equal((60, 120), (request.Bucket.TotalSeconds, request.WarmUp.TotalSeconds));
        Assert.Equal((0.01, 0.05, 0.1, 0.0), (request.Alpha, request.AlphaPromote, request.Tolerance, request.HarmFloor));
        Assert.Equal((Statistic.Revenue, false, false), (request.Kind, request.NoCalibration, request.IgnorePromote));
        Assert.Null(request.Horizon);
        Assert.Null(request.End);
    }

    [Theory]
    [InlineData("--alpha 0.5", null)]
    [InlineData("--alpha 0", "0 is out of range")]
    [InlineData("--alpha 0.51", "0.51 is out of range")]
    [InlineData("--alpha NaN", "NaN is out of range")]
    [InlineData("--alpha 1%", "'1%' is not a number")]
    [InlineData("--alpha-promote 0.5", null)]
    [InlineData("--alpha-promote 0", "0 is out of range")]
    [InlineData("--tolerance 0.999", null)]
    [InlineData("--tolerance 0", "0 is out of range")]
    [InlineData("--tolerance 1", "1 is out of range")]
    [InlineData("--tolerance 0,1", "'0,1' is not a number")]
    [InlineData("--harm-floor 0", null)]
    [InlineData("--harm-floor 1", "1 is out of range")]
    [InlineData("--harm-floor -0.01", "-0.01 is out of range")]
    [InlineData("--bucket 1s", null)]
    [InlineData("--bucket 5m", null)]
    [InlineData("--bucket 999ms", "999ms is out of range")]
    [InlineData("--bucket 301s", "301s is out of range")]
    [InlineData("--bucket 60", "'60' is not a duration")]
    [InlineData("--warm-up -1s", "'-1s' is not a duration")]
    [InlineData("--horizon 0s", "0s is out of range")]
    [InlineData("--kind Revenue", "unknown kind 'Revenue'")]
    [InlineData("--end 2026-11-21T10:00:00Z", "the end 2026-11-21T10:00:00Z is not after the start 2026-11-21T10:00:00Z")]
    [InlineData("--end 2026-11-21T10:00:01Z", null)]
    [InlineData("--end soon", "'soon' is not an RFC 3339 time")]
    [InlineData("--buckets b.csv", "both --events and --buckets are given")]
    [InlineData("--no-calibration yes", "'yes' is neither true nor false")]
    public void Ranges_end_where_the_contract_says(string setting, string? what)
    {
        var (_, problems) = Read("--events x.csv", "--canary n0", "--start 2026-11-21T10:00:00Z", setting);
        Assert.Equal(what is null ? [] : [(setting.Split(' ')[0], what)], problems.Listed.Select(p => (p.Place, p.What)));
    }

    [Fact]
    public void Nothing_given_is_three_problems()
    {
        var (_, problems) = Read();
        Assert.Equal(["--canary", "--events", "--start"], problems.Listed.Select(p => p.Place));
    }

    private static (JudgeRequest Request, ProblemList Problems) Read(params string[] given)
    {
        var problems = new ProblemList();
        var values = given.Select(g => g.Split(' ')).ToDictionary(g => g[0], g => g[1], StringComparer.Ordinal);
        return (JudgeRequestReader.Read(values, flag => flag, problems), problems);
    }
}
