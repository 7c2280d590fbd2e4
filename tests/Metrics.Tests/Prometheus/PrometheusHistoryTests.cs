using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Support;
using Rollout.Support.Serving;
using static Rollout.Metrics.Tests.Prometheus.StoredStory;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>The past that a real Prometheus stores, written by its own tool.</summary>
public sealed class PrometheusHistoryTests : IAsyncLifetime
{
    private static readonly HistoryLimits Small = new() { LookBack = TimeSpan.FromHours(3), FirstBuckets = 7, SamplesAtOnce = 400 };

    private readonly PrometheusServers servers = new(new NoSecrets(), TimeProvider.System);
    private PrometheusServer prometheus = null!;

    /// <summary>
    /// Two hours of three nodes: n1 sells 2 a scrape, n2 sells 1 and restarts an hour before noon, n3 is an older pod that went then, and
    /// x came then. The scrapes of all lack for ten minutes, and n1 shows its counter only after its first order.
    /// </summary>
    public async Task InitializeAsync()
    {
        var stored = new StoredSamples();
        void Node(string pod, double from, double to, Func<double, double> value, double shows)
        {
            for (var at = from; at <= to; at += 20)
            {
                if (at is not (> -5400 and < -4800))
                {
                    stored.Add($"up{{pod=\"{pod}\"}}", at, 1);
                    _ = at >= shows ? stored.Add($"orders_total{{pod=\"{pod}\"}}", at, value(at)) : stored;
                }
            }
        }

        Node("n1", -7190, 0, at => 2 * (at + 7190) / 20, -6990);
        Node("n2", -7185, 0, at => (at + (at > -3600 ? 3600 : 7185)) / 20, -7200);
        Node("n3", -7195, -3605, at => 3 * (at + 7195) / 20, -7200);
        Node("x", -3595, 0, at => 5 * (at + 3595) / 20, -7200);
        prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
    }

    public async Task DisposeAsync()
    {
        await servers.DisposeAsync();
        await prometheus.DisposeAsync();
    }

    [Fact]
    public async Task Is_read_in_chunks_of_whatever_size_to_the_same_buckets_with_restarts_and_gaps_left_out()
    {
        var past = await ReadAsync(Small);
        Assert.Null(past.Trouble);
        Assert.Equal(Show(await ReadAsync(new HistoryLimits { LookBack = TimeSpan.FromHours(3), FirstBuckets = 180 })), Show(past));
        Assert.Equal(past.Buckets.Select(b => b.Start).Order().Distinct(), past.Buckets.Select(b => b.Start));
        var at = past.Buckets.ToDictionary(b => (b.Start - Noon).TotalMinutes);
        Assert.Equal("n1=6 n2=3 x=15", Show(at[-1]));
        Assert.Equal("n1=6 n2=3 n3=9", Show(at[-70]));
        Assert.Equal("n1=0 n2=3 n3=9", Show(at[-119]));
        Assert.DoesNotContain("n2", at[-60].Nodes.Keys);
        Assert.DoesNotContain(past.Buckets, b => b.Start < Noon.AddMinutes(-80) && b.End > Noon.AddMinutes(-89));
        Assert.DoesNotContain(past.Buckets, b => b.Start < Noon.AddMinutes(-120));
    }

    [Fact]
    public async Task A_budget_ends_it_with_the_newest_part_read_and_says_so()
    {
        var past = await ReadAsync(Small with { MostReadings = 100 });
        Assert.Equal(Noon, past.Buckets[^1].End);
        Assert.InRange(past.Buckets.Sum(b => b.Nodes.Count), 100, 250);
        Assert.StartsWith("so many nodes and series are looked back on no further than 2026-11-21T", past.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_kept_and_joined_with_what_is_new_a_day_later()
    {
        var time = new ManualTime(Noon.AddMinutes(-30));
        var metrics = new Dictionary<string, BusinessMetricSpec> { ["m"] = Metric() };
        await using var keeper = new HistoryKeeper(metrics, servers, new WorkloadName("store", "shop"), Targets("n1", "n2"), time, Small);
        Assert.Null(keeper.Of("m"));
        Assert.True(await keeper.RefreshAsync(CancellationToken.None));
        var before = keeper.Of("m")!;
        Assert.Equal(Noon.AddMinutes(-30), before.Buckets[^1].End);
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.True(await keeper.RefreshAsync(CancellationToken.None));
        Assert.Equal(Show(await ReadAsync(Small)), Show(keeper.Of("m")!));
        await prometheus.DisposeAsync();
        Assert.False(await keeper.RefreshAsync(CancellationToken.None) && keeper.Of("m")!.Until > Noon);
        Assert.Equal(Noon, keeper.Of("m")!.Buckets[^1].End);
    }

    [Fact]
    public async Task An_outage_is_said_and_no_past()
    {
        await prometheus.DisposeAsync();
        var past = await ReadAsync(Small);
        Assert.Empty(past.Buckets);
        Assert.Contains("no connection", past.Trouble, StringComparison.Ordinal);
    }

    private BusinessMetricSpec Metric() => Orders with { Source = new() { Prometheus = new PrometheusSource(prometheus.Address.ToString()) } };

    private async Task<MetricPast> ReadAsync(HistoryLimits limits) =>
        await new PrometheusHistory(servers, Metric(), new WorkloadName("store", "shop"), limits)
            .ReadAsync(Targets("n1", "n2"), null, Noon.AddSeconds(3), null, CancellationToken.None);

    private static string Show(MetricPast past) => string.Join('\n', past.Buckets.Select(b => $"{b.Start:HH:mm} {b.Length} {Show(b)}"));

    private static string Show(FleetBucket bucket) =>
        string.Join(' ', bucket.Nodes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => FormattableString.Invariant($"{n.Key}={n.Value.Count}")));
}
