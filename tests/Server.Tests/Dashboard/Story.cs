using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>
/// A made-up course of a judgement to draw: six nodes with seeded takings, the canary's share falling short by a true loss, the
/// interval narrowing with the square root of the events. It imitates the shape of the judge's output; it is not the judge.
/// </summary>
internal sealed class Story
{
    private const double OrdersPerSecond = 15;
    private const double MeanValue = 0.92;
    private readonly Random random = new(20261121);

    public required DateTimeOffset End { get; init; }

    public required int Seconds { get; init; }

    /// <summary>Relative change of what the canary earns: -0.25 loses a quarter.</summary>
    public double TrueEffect { get; init; }

    /// <summary>For each stage: the second it begins, how many nodes run the canary, the tolerated loss.</summary>
    public IReadOnlyList<(int From, int Nodes, double Tolerance)> Stages { get; init; } = [(0, 1, 0.20)];

    public int FleetNodes { get; init; } = 6;

    /// <summary>The node with this number (from 1) has no reading in the last half of the time.</summary>
    public int? SilentNode { get; init; }

    public string Metric { get; init; } = "dollars";

    public double HarmThreshold { get; } = 6.9;

    public double SafeThreshold { get; } = 3.0;

    /// <summary>The last point, as the status repeats it.</summary>
    public JsonObject Last { get; private set; } = [];

    public double CanaryEvents { get; private set; }

    /// <summary>Takings per minute of every node over the last 15 seconds; null where there is no reading.</summary>
    public double?[] PerMinute { get; private set; } = [];

    /// <summary>The metric's object in GET .../evidence.</summary>
    public JsonObject Series()
    {
        var takings = Takings();
        var points = new JsonArray();
        double earned = 0, expected = 0;
        for (var second = 0; second < Seconds; second++)
        {
            var stage = StageAt(second);
            for (var node = 0; node < Stages[stage].Nodes; node++)
            {
                earned += takings[node][second] ?? 0;
                expected += takings[node][second] is null ? 0 : OrdersPerSecond * MeanValue;
                CanaryEvents += OrdersPerSecond;
            }

            points.Add(Last = Point(second, stage, expected == 0 ? 0 : (earned / expected) - 1, CanaryEvents));
        }

        PerMinute = [.. takings.Select(t => t.TakeLast(15).Any(v => v is null) ? (double?)null : t.TakeLast(15).Average(v => v!.Value) * 60)];
        return new JsonObject
        {
            ["name"] = Metric, ["unit"] = "USD", ["bucketSeconds"] = 1, ["harmThreshold"] = HarmThreshold, ["safeThreshold"] = SafeThreshold,
            ["points"] = points, ["nodes"] = new JsonArray([.. takings.Select(NodeSeries)]),
        };
    }

    private double?[][] Takings() => [.. Enumerable.Range(0, FleetNodes).Select(node =>
        Enumerable.Range(0, Seconds).Select(second => TakingsOf(node, second)).ToArray())];

    private double? TakingsOf(int node, int second)
    {
        var orders = OrdersPerSecond + (Math.Sqrt(OrdersPerSecond) * Normal());
        var value = orders * MeanValue * (1 + (0.12 * Normal()));
        var onTrial = node < Stages[StageAt(second)].Nodes;
        return node + 1 == SilentNode && second > Seconds / 2 ? null : Math.Max(0, value * (onTrial ? 1 + TrueEffect : 1));
    }

    private int StageAt(int second) => Stages.Count - 1 - Stages.Reverse().TakeWhile(s => s.From > second).Count();

    private JsonObject Point(int second, int stage, double effect, double events)
    {
        var deviation = 1.9 / Math.Sqrt(events);
        var tolerance = Stages[stage].Tolerance;
        return new JsonObject
        {
            ["at"] = Time(End.AddSeconds(second - Seconds)), ["effect"] = Rounded(effect),
            ["low"] = Rounded(Math.Max(-0.99, effect - (3.1 * deviation))), ["high"] = Rounded(effect + (3.3 * deviation)),
            ["logEHarm"] = Rounded(Mixture(-effect, deviation)), ["logESafe"] = Rounded(Mixture(effect + tolerance, deviation)), ["stage"] = stage,
        };
    }

    /// <summary>Log of a normal mixture's likelihood ratio for a shift of this size (Howard et al., Ann. Stat. 2021, without the one-sided term).</summary>
    private static double Mixture(double shift, double deviation)
    {
        var information = 1 / (deviation * deviation);
        const double Prior = 20;
        var evidence = (shift * information) * (shift * information) / (2 * (information + Prior));
        return (0.5 * Math.Log(Prior / (information + Prior))) + (shift > 0 ? evidence : -0.6 * evidence);
    }

    private JsonObject NodeSeries(double?[] takings, int node) => new()
    {
        ["name"] = $"n{node + 1}",
        ["points"] = new JsonArray([.. takings.Select((value, second) => (value, second)).Where(x => x.value is not null).Select(x =>
            new JsonObject { ["at"] = Time(End.AddSeconds(x.second - Seconds)), ["value"] = Rounded(x.value!.Value * 60) })]),
    };

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Rounded(double value) => Math.Round(value, 4);

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
