using System.Globalization;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Server.Judging;

namespace Rollout.Server.Projection;

/// <summary>A forecast in a short sentence.</summary>
internal static class ForecastWords
{
    /// <summary>The loss that a short sentence speaks of: one that a business sees the same day.</summary>
    private const double Told = 0.2;

    /// <summary>When the loss would be caught on the first of the metrics that tells; empty where none does.</summary>
    public static string Caught(IEnumerable<MetricForecast?> forecasts, int canaries) =>
        forecasts.Select(f => f?.Losses.FirstOrDefault(l => l.Loss == Told)).FirstOrDefault(l => l is not null) switch
        {
            null => "",
            { Detectable: false } => string.Create(CultureInfo.InvariantCulture,
                $"a loss of {100 * Told:0} % is not detectable on this fleet with {Nodes(canaries)}"),
            { Median: null } => "",
            { Median: { } median } => string.Create(CultureInfo.InvariantCulture,
                $"a loss of {100 * Told:0} % would be caught in about {Rough(median)}"),
        };

    /// <summary>Of a trial that would be begun now, the slowest objective's.</summary>
    public static string OfStart(StaggeredRolloutSpec spec, Outlook outlook)
    {
        var objectives = spec.Metrics.Where(m => m.Role == MetricRole.Objective).Select(m => outlook.Metrics.GetValueOrDefault(m.Name)).ToList();
        var promotions = objectives.SelectMany(o => o?.Promotions ?? []).ToList();
        var slowest = promotions.Count == objectives.Count && promotions.Count > 0 && promotions.All(p => p.Median is not null)
            ? promotions.MaxBy(p => p.Median) : null;
        var stage = slowest is not null
            ? $"the first stage takes about {Rough(slowest.Median!.Value)} if nothing is lost{Mostly(slowest.Quantile90)}"
            : promotions.Any(p => !p.Possible) ? "this fleet cannot exclude a loss of the tolerance" : "";
        var words = string.Join("; ", new[] { stage, Caught(objectives, outlook.Canaries) }.Where(w => w.Length > 0));
        return $"Started now on {Nodes(outlook.Canaries)}: {(words.Length > 0 ? words : "nothing can be said yet")}.";
    }

    public static string Mostly(TimeSpan? quantile90) => quantile90 is { } time ? $" (9 in 10: {Rough(time)})" : "";

    /// <summary>To the second below two minutes, to the minute below three hours, to the hour below three days.</summary>
    public static string Rough(TimeSpan time)
    {
        var unit = time switch
        {
            { TotalMinutes: < 2 } => TimeSpan.FromSeconds(1),
            { TotalHours: < 3 } => TimeSpan.FromMinutes(1),
            { TotalDays: < 3 } => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        return DurationText.Format(unit * Math.Ceiling(time / unit));
    }

    private static string Nodes(int count) => count == 1 ? "one node" : string.Create(CultureInfo.InvariantCulture, $"{count} nodes");
}
