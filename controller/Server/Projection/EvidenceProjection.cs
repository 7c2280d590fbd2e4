using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Loop;

namespace Rollout.Server.Projection;

/// <summary>The series behind the verdict, bounded for a page. Pure.</summary>
public static class EvidenceProjection
{
    /// <summary>Points of one series; more are thinned, the newest always kept.</summary>
    public const int MostPoints = 600;

    public static JsonObject Of(
        StaggeredRolloutSpec spec, string? revision, Observed<JudgeView> judgement, IReadOnlyList<MetricPoint> points, Readings readings, IReadOnlyList<string> nodes) => new()
        {
            ["revision"] = revision,
            ["metrics"] = StatusProjection.Array(spec.Metrics, metric => Metric(metric, judgement, points, readings.Rates(metric.Name), nodes)),
        };

    private static JsonObject Metric(
        RolloutMetric metric, Observed<JudgeView> judgement, IReadOnlyList<MetricPoint> points, RateBoard rates, IReadOnlyList<string> nodes)
    {
        var said = judgement is Observed<JudgeView>.Known known ? known.Value.Metrics.FirstOrDefault(m => m.Name == metric.Name)?.Assessment : null;
        var own = Thinned([.. points.Where(p => p.Metric == metric.Name)]);
        return new JsonObject
        {
            ["name"] = metric.Name,
            ["unit"] = metric.Metric?.Unit,
            ["bucketSeconds"] = metric.Metric?.Interval.TotalSeconds,
            ["harmThreshold"] = Number(said?.HarmThreshold),
            ["safeThreshold"] = Number(said?.SafeThreshold),
            ["points"] = StatusProjection.Array(own, Point),
            ["nodes"] = StatusProjection.Array(nodes, node => new JsonObject
            {
                ["name"] = node,
                ["points"] = StatusProjection.Array(rates.Series(node), p => new JsonObject { ["at"] = Figures.Time(p.At), ["value"] = Number(p.PerMinute) }),
            }),
        };
    }

    private static JsonObject Point(MetricPoint point) => new()
    {
        ["at"] = Figures.Time(point.At),
        ["effect"] = Number(point.Effect),
        ["low"] = Number(point.Low),
        ["high"] = Number(point.High),
        ["logEHarm"] = Number(point.LogEHarm),
        ["logESafe"] = Number(point.LogESafe),
        ["stage"] = point.Stage,
    };

    private static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(Math.Round(number, 5)) : null;

    private static IReadOnlyList<MetricPoint> Thinned(IReadOnlyList<MetricPoint> points)
    {
        var step = (points.Count + MostPoints - 1) / MostPoints;
        return step <= 1 ? points : [.. points.Where((_, i) => (points.Count - 1 - i) % step == 0)];
    }
}
