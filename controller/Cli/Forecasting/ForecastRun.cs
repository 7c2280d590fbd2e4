using System.Globalization;
using Rollout.Api;
using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Forecasting;

/// <summary>From a request and recorded data to a report; what stands against it is a problem with its mend.</summary>
internal static class ForecastRun
{
    private const int FewestBuckets = 10;

    /// <summary>A node that did nothing in this last part of the history has left the fleet.</summary>
    private const double Recent = 0.25;

    /// <summary>What must be excluded before a tenth and before half of the fleet gets the canary (judge/README.md 2.6a).</summary>
    private static readonly double[] StageTolerances = [0.2, 0.1];

    /// <summary>Null where something is wrong; then all of it is in <paramref name="problems"/>.</summary>
    public static async Task<ForecastReport?> ForecastAsync(ForecastRequest request, ProblemList problems, CancellationToken cancellation)
    {
        if (request.Path is null)
        {
            return null;
        }

        var files = new RecordedFiles(new RecordedLimits());
        var data = await files.ReadAsync(request.Path, request.IsEvents, cancellation);
        RequestRules.Check(new JudgeRequest { Bucket = request.Bucket }, data, files.Limits, flag => flag, problems);
        if (data.Range.IsEmpty || problems.Count > 0)
        {
            return null;
        }

        var span = new SeriesSpan(request.Bucket, request.Start ?? DateTimeOffset.MaxValue.AddDays(-1), null);
        var end = span.StartOf(span.Floor(data.Range.Last) + 1);
        var start = request.Start ?? end;
        var history = data.Cut(span with { Start = start }, withValues: request.Kind == Statistic.Revenue).History;
        var nodes = Present(history);
        Check(request, data, history, nodes, start, problems);
        return problems.Count > 0 ? null : Report(request, data, history, nodes, start, problems);
    }

    private static ForecastReport? Report(
        ForecastRequest request, RecordedData data, FleetHistory history, string[] nodes, DateTimeOffset start, ProblemList problems)
    {
        var plan = new JudgePlan
        {
            Statistic = request.Kind,
            Alpha = request.Alpha,
            AlphaPromote = request.AlphaPromote,
            Tolerance = request.Tolerance,
            HarmFloor = request.HarmFloor,
            Horizon = request.Horizon,
            WithoutCalibration = request.NoCalibration,
        };
        double[] tolerances = [.. StageTolerances.Where(t => t > request.Tolerance), request.Tolerance];
        var forecast = FleetForecast.Of(plan, history, nodes, request.CanaryNodes, start, request.WarmUp, request.Losses, tolerances);
        if (forecast is null)
        {
            problems.Add(data.Name, "no order lies before the start: there is nothing to forecast from", "give a longer history, or a later --start");
            return null;
        }

        return new ForecastReport
        {
            Start = start,
            Nodes = nodes.Length,
            CanaryNodes = request.CanaryNodes,
            Rhythm = forecast.Rhythm,
            Baseline = forecast.Baseline,
            Losses = [.. forecast.Metric.Losses.Select(loss => Line(forecast, loss, request.CanaryNodes))],
            Promotions = forecast.Metric.Promotions,
            SmallestDetectableLoss = forecast.Metric.SmallestDetectableLoss,
            Notes = [.. Notes(request, data, history, nodes, forecast)],
        };
    }

    private static LossLine Line(FleetForecast forecast, LossForecast loss, int canaries)
    {
        var needed = forecast.CanaryNodesNeeded(loss.Loss);
        return new LossLine(loss, needed, needed is { } many && many != canaries ? forecast.With(many, loss.Loss) : null);
    }

    private static string[] Present(FleetHistory history)
    {
        var from = (int)(history.Buckets.Count * (1 - Recent));
        return [.. history.Buckets.Skip(from).SelectMany(b => b.Nodes).Where(n => n.Value.Count > 0).Select(n => n.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static void Check(
        ForecastRequest request, RecordedData data, FleetHistory history, string[] nodes, DateTimeOffset start, ProblemList problems)
    {
        if (start <= data.Range.First)
        {
            problems.Add("--start", $"no history lies before {Rfc3339.Format(start)}", $"{data.Name} begins at {Rfc3339.Format(data.Range.First)}; give a later start");
        }
        else if (history.Buckets.Count < FewestBuckets)
        {
            problems.Add(data.Name, $"the history holds {history.Buckets.Count} buckets of {DurationText.Format(request.Bucket)}, at least {FewestBuckets} are needed",
                "give a longer history (two days show the daily rhythm, two weeks the weekly one), or a shorter --bucket");
        }
        else if (nodes.Length == 0)
        {
            problems.Add(data.Name, "no order lies in the last quarter of the history", "give a history that reaches up to the start, or an earlier --start");
        }
        else if (nodes.Length == 1)
        {
            problems.Add(data.Name, $"'{nodes[0]}' is the only node with orders of late: there is nobody to compare a canary with", "give the history of the whole fleet");
        }
        else if (request.CanaryNodes >= nodes.Length)
        {
            problems.Add("--canary-nodes", $"{request.CanaryNodes} canaries leave nobody to compare with in a fleet of {nodes.Length} nodes",
                $"give a number from 1 to {nodes.Length - 1}");
        }
    }

    private static IEnumerable<string> Notes(ForecastRequest request, RecordedData data, FleetHistory history, string[] nodes, FleetForecast forecast)
    {
        var span = history.Buckets[^1].End - history.Buckets[0].Start;
        yield return forecast.Rhythm.Kind switch
        {
            RhythmKind.HourOfWeek => "orders are expected by the hour of the week",
            RhythmKind.HourOfDay => "orders are expected by the hour of the day (UTC); two whole weeks of history would tell the days apart",
            RhythmKind.Flat => string.Create(CultureInfo.InvariantCulture,
                $"the history of {span.TotalHours:0.#} hours shows no daily rhythm (two days would): one rate of orders is taken for all hours"),
        };
        if (history.Buckets.Count * request.Bucket < 0.9 * span)
        {
            yield return "the history has gaps: what lies in them is not known, and not taken as quiet";
        }

        if (request.Kind == Statistic.Revenue)
        {
            yield return "losses are losses of orders: they are found by the orders' part of the metric; smaller baskets at equal orders are found later, "
                + "and promotion waits for money as well as orders";
        }

        var gone = data.Nodes.Except(nodes, StringComparer.Ordinal).ToArray();
        if (gone.Length > 0)
        {
            yield return $"without orders in the last quarter of the history, so not part of the fleet: {string.Join(", ", gone.Take(10))}"
                + (gone.Length > 10 ? $" and {gone.Length - 10} more" : "");
        }

        foreach (var note in forecast.Baseline.Notes.Concat(data.Notes))
        {
            yield return note;
        }
    }
}
