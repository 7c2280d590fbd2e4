using System.Collections.Frozen;
using Rollout.Judge;
using Rollout.Metrics.Differencing;
using Rollout.Metrics.Scraping;

namespace Rollout.Benchmarks.Worlds;

/// <summary>What a scraper makes of a fleet: counters that only rise, scrapes that fail, nodes that begin anew; buckets by the real differencing.</summary>
internal sealed class ScrapedFleet(World world, WorldFleet fleet)
{
    private const double Missed = 0.02;
    private const double RestartsAMinute = 1.0 / 120;
    private static readonly CounterKey Orders = new(CounterRole.Count, "orders_total");
    private static readonly DifferencingRules Rules = new() { Interval = WorldFleet.Minute };
    private static readonly FrozenDictionary<string, double> NoBeginnings = FrozenDictionary<string, double>.Empty;

    private readonly double[] counters = new double[World.Nodes];
    private readonly HashSet<string> canaries = [fleet.Canary];
    private ScrapeState state = ScrapeState.Initial;

    /// <summary>The process that scrapes is started anew: what it remembered is gone.</summary>
    public void Forget() => state = ScrapeState.Initial;

    /// <summary>Adds a minute to the counters and reads them at its end: none or one bucket, of one minute or more.</summary>
    public FleetBucket? Read(FleetBucket minute)
    {
        var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
        for (var node = 0; node < counters.Length; node++)
        {
            var name = fleet.Nodes.All[node];
            var orders = minute.Nodes[name].Count;
            if (world.Trouble == ScrapeTrouble.Resets && fleet.Chance.Uniform() < RestartsAMinute)
            {
                // What came in before the restart is lost with the process.
                counters[node] = Math.Floor(orders * fleet.Chance.Uniform());
            }
            else
            {
                counters[node] += orders;
            }

            readings[name] = world.Trouble == ScrapeTrouble.Missing && fleet.Chance.Uniform() < Missed
                ? new NodeReading.Missed("no answer")
                : new NodeReading.Read(new NodeCounters { Counters = new Dictionary<CounterKey, double> { [Orders] = counters[node] }, Beginnings = NoBeginnings });
        }

        var step = CounterDifferencing.Step(state, new FleetSample(minute.End, readings, canaries), Rules);
        state = step.State;
        return step.Buckets.Count == 0 ? null : step.Buckets[0];
    }
}
