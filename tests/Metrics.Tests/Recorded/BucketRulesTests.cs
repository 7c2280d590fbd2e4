using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

/// <summary>What must not be called a fault; the faults are in <see cref="BadFilesTests"/>.</summary>
public class BucketRulesTests
{
    [Fact]
    public void Pauses_in_the_scrapes_are_gaps_and_no_fault() =>
        Assert.Empty(Check(Minutes(0, 1, 2, 5, 6, 30, 31, 33, 35, 37, 38, 90)));

    [Fact]
    public void Nine_equal_gaps_on_end_are_still_pauses_and_ten_are_another_length()
    {
        Assert.Empty(Check([.. Minutes(0, 1, 2), .. Enumerable.Range(1, 9).Select(i => 120L + (i * 300)), 120 + (9 * 300) + 60]));
        Assert.Single(Check([.. Minutes(0, 1, 2), .. Enumerable.Range(1, 10).Select(i => 120L + (i * 300))]));
    }

    [Fact]
    public void Two_rows_far_apart_say_nothing_of_the_bucket() => Assert.Empty(Check(Minutes(0, 60)));

    private static long[] Minutes(params long[] minutes) => [.. minutes.Select(m => m * 60)];

    private static IEnumerable<string> Check(long[] seconds)
    {
        var table = new BucketTable(["n0"]);
        foreach (var second in seconds)
        {
            table.Starts.Add(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000 + second).UtcTicks);
            table.NodeOf.Add(0);
            table.Lines.Add((int)table.Count + 1);
        }

        var problems = new ProblemList();
        BucketRules.Check(table, "x.csv", TimeSpan.FromMinutes(1), problems);
        return problems.Lines();
    }
}
