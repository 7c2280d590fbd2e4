using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Tests.Differencing;

/// <summary>Whatever is missed, restarted or joined at random: what is counted is the truth of exactly the span that the bucket says, on all nodes alike.</summary>
public class RandomMissesTests
{
    private const int Boundaries = 300;
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    [Theory]
    [InlineData(0.02, 0.0)]
    [InlineData(0.02, 0.01)]
    [InlineData(0.2, 0.0)]
    [InlineData(0.2, 0.05)]
    [InlineData(0.6, 0.1)]
    public void Every_measure_is_the_truth_over_its_bucket_and_every_gap_is_declared(double misses, double restarts)
    {
        var buckets = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            buckets += Run(seed, misses, restarts);
        }

        Assert.True(buckets > 60 * 20, "the story hardly ever came to a bucket");
    }

    [Fact]
    public void Without_misses_and_restarts_everything_is_counted()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(Boundaries - 1, Run(seed, 0, 0));
        }
    }

    [Fact]
    public void While_only_single_scrapes_are_missed_nothing_at_all_is_lost()
    {
        var random = new Random(7);
        var story = new FleetStory(FleetStory.Seconds(60), "c");
        double[] total = [0, 0, 0];
        double[] counted = [0, 0, 0];
        string[] nodes = ["a", "b", "c"];
        for (var t = 0; t < 1001; t++)
        {
            // At every second boundary at most one node is missed; at the others none.
            var missed = t % 2 == 1 ? random.Next(6) : -1;
            total = [.. total.Select(x => t == 0 ? x : x + random.Next(20))];
            var step = story.Next([.. nodes.Select((n, i) => (n, i == missed ? (double?)null : total[i]))]);
            foreach (var bucket in step.Buckets)
            {
                counted = [.. counted.Select((x, i) => x + bucket.Nodes[nodes[i]].Count)];
            }
        }

        Assert.Equal(total, counted);
        Assert.Equal(0, story.State.DroppedSpans);
    }

    [Fact]
    public void The_check_sees_a_missed_scrape_that_is_read_as_zero() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Run(1, 0.02, 0, missedIsZero: true));

    private static int Run(int seed, double misses, double restarts, bool missedIsZero = false)
    {
        var random = new Random(seed);
        var story = new FleetStory(FleetStory.Seconds(60), "c");
        var truth = Names.ToDictionary(n => n, _ => new double[Boundaries]);
        var restartedIn = Names.ToDictionary(n => n, _ => new bool[Boundaries]);
        var counter = Names.ToDictionary(n => n, _ => (double)random.Next(1000));
        var began = Names.ToDictionary(n => n, _ => 1d);
        var emitted = new List<FleetBucket>();
        var shown = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
        for (var t = 0; t < Boundaries; t++)
        {
            var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
            foreach (var node in Names)
            {
                var orders = random.Next(12);
                truth[node][t] = orders;
                counter[node] += orders;
                if (random.NextDouble() < restarts)
                {
                    restartedIn[node][t] = true;
                    counter[node] = random.Next(orders + 1);
                    began[node]++;
                }

                var missed = random.NextDouble() < misses;
                readings[node] = !missed ? FleetStory.Read(counter[node], 0, began[node])
                    : missedIsZero && shown.TryGetValue(node, out var before) ? before
                    : FleetStory.Missed();
                shown[node] = readings[node];
            }

            var step = story.Next(readings);
            foreach (var bucket in step.Buckets)
            {
                emitted.Add(bucket);
                var absent = Names.Where(n => !bucket.Nodes.ContainsKey(n));
                Assert.All(absent, n => Assert.NotEmpty(step.LeftOut[n]));
            }
        }

        Check(emitted, truth, restartedIn);
        return emitted.Count;
    }

    private static void Check(List<FleetBucket> buckets, Dictionary<string, double[]> truth, Dictionary<string, bool[]> restartedIn)
    {
        var end = DateTimeOffset.MinValue;
        foreach (var bucket in buckets)
        {
            Assert.True(bucket.Start >= end, "two buckets overlap, or come twice");
            end = bucket.End;
            var from = (int)((bucket.Start - FleetStory.Noon) / TimeSpan.FromMinutes(1)) + 1;
            var to = (int)((bucket.End - FleetStory.Noon) / TimeSpan.FromMinutes(1));
            Assert.InRange(to - from, 0, 4);
            foreach (var (node, measure) in bucket.Nodes)
            {
                Assert.Equal(truth[node][from..(to + 1)].Sum(), measure.Count);
                Assert.DoesNotContain(true, restartedIn[node][from..(to + 1)]);
            }
        }
    }
}
