using Rollout.Metrics.Differencing;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Tests.Differencing;

/// <summary>Tells a fleet's readings boundary by boundary. Node "c" is the canary.</summary>
internal sealed class FleetStory(DifferencingRules rules, params string[] canaries)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private int boundary = -1;

    public ScrapeState State { get; private set; } = ScrapeState.Initial;

    public IReadOnlySet<string> Canaries { get; set; } = new HashSet<string>(canaries, StringComparer.Ordinal);

    public static DifferencingRules Seconds(int interval) => new() { Interval = TimeSpan.FromSeconds(interval) };

    /// <summary>The next boundary. A number: the count so far; null: no reading.</summary>
    public ScrapeStep Next(params (string Node, double? Count)[] nodes) =>
        Next(nodes.ToDictionary(n => n.Node, n => n.Count is { } count ? Read(count) : Missed(), StringComparer.Ordinal));

    public ScrapeStep Next(IReadOnlyDictionary<string, NodeReading> readings, int boundaries = 1)
    {
        boundary += boundaries;
        var step = CounterDifferencing.Step(State, new FleetSample(Noon + (boundary * rules.Interval), readings, Canaries), rules);
        State = step.State;
        return step;
    }

    public static NodeReading Missed(string reason = "no answer within 0.8 s") => new NodeReading.Missed(reason);

    public static NodeReading Read(double count, double sum = 0, double began = 1) => new NodeReading.Read(Counters(count, sum, began));

    public static NodeCounters Counters(double count, double sum = 0, double began = 1) => new()
    {
        Counters = new Dictionary<CounterKey, double> { [new(CounterRole.Count, "orders_total")] = count, [new(CounterRole.Sum, "money_total")] = sum },
        Beginnings = new Dictionary<string, double>(StringComparer.Ordinal) { ["process_start_time_seconds"] = began },
    };

    /// <summary>A bucket as text: <c>0-1 a=5 c=3</c>, boundaries counted from the first.</summary>
    public string Show(ScrapeStep step) => string.Join(" | ", step.Buckets.Select(b =>
        FormattableString.Invariant($"{(b.Start - Noon) / rules.Interval}-{(b.End - Noon) / rules.Interval} ")
        + string.Join(' ', b.Nodes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => FormattableString.Invariant($"{n.Key}={n.Value.Count}")))));
}
