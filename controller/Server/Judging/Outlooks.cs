using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>Forecasts of a trial, under way or about to be. For readers only: nothing is decided by them. Pure.</summary>
public static class Outlooks
{
    private static readonly double[] Losses = [0.05, 0.1, 0.2, 0.5];

    /// <summary>Of the open stage, on the evidence so far; null while none is open.</summary>
    public static Outlook? Of(StaggeredRolloutSpec spec, Progress progress, FleetState fleet, Trial trial, DateTimeOffset now)
    {
        if (trial.Number != progress.Trial || !IsAhead(progress) || Stages.Current(spec, progress) is not { } stage)
        {
            return null;
        }

        var warmUp = progress.WarmUpUntil is { } until && until > now ? until - now : TimeSpan.Zero;
        return new Outlook(trial.Number, progress.CanaryNodes.Count, now, Metrics(spec, stage, progress.CanaryNodes, fleet, trial, now, warmUp));
    }

    /// <summary>Of a trial that would be begun now, on its first stage; null where the fleet allows none.</summary>
    /// <param name="spec">Metrics and stages.</param>
    /// <param name="fleet">The nodes.</param>
    /// <param name="trial">As it would begin.</param>
    /// <param name="canaries">Of its first stage.</param>
    /// <param name="now">The start.</param>
    public static Outlook? OfStart(
        StaggeredRolloutSpec spec, FleetState fleet, Trial trial, IReadOnlyCollection<string> canaries, DateTimeOffset now) =>
        Stages.Effective(spec, fleet.Nodes.Count) is [var first, ..]
            ? new Outlook(trial.Number, canaries.Count, now, Metrics(spec, first, canaries, fleet, trial, now, spec.WarmUp)) : null;

    /// <summary>The view with forecasts and the times that follow from them; as it is where the outlook is of something else.</summary>
    public static Observed<JudgeView> Into(
        Observed<JudgeView> judged, Outlook? outlook, StaggeredRolloutSpec spec, Progress progress, DateTimeOffset now) =>
        judged is Observed<JudgeView>.Known { Value: var view } && outlook is not null && IsOf(outlook, progress) && IsAhead(progress)
            ? new Observed<JudgeView>.Known(view with { Metrics = [.. view.Metrics.Select(m => With(m, outlook, spec, now))] })
            : judged;

    /// <summary>Whether it is about the canaries of today.</summary>
    public static bool IsOf(Outlook outlook, Progress progress) =>
        outlook.Trial == progress.Trial && outlook.Canaries == progress.CanaryNodes.Count;

    /// <summary>Whether a stage is open that has yet to be decided.</summary>
    public static bool IsAhead(Progress progress) =>
        progress is { Stage: not null, WayBack: null, Phase: Phase.WarmingUp or Phase.Judging or Phase.Held or Phase.Paused };

    private static MetricView With(MetricView view, Outlook outlook, StaggeredRolloutSpec spec, DateTimeOffset now)
    {
        if (!outlook.Metrics.TryGetValue(view.Name, out var forecast))
        {
            return view;
        }

        // What has passed since counts; but until the evidence is there it takes one more bucket at least.
        var bucket = spec.Metrics.FirstOrDefault(m => m.Name == view.Name)?.Metric?.Interval ?? TimeSpan.Zero;
        TimeSpan? Left(TimeSpan? time) => time is { } t ? TimeSpan.FromTicks(Math.Max((t - (now - outlook.AsOf)).Ticks, bucket.Ticks)) : null;
        var isThere = view.Assessment.LogESafe >= view.Assessment.SafeThreshold;
        if (forecast.Promotions is not [var promotion] || isThere)
        {
            return view with { Forecast = isThere ? forecast with { Promotions = [] } : forecast };
        }

        var left = promotion with { Median = Left(promotion.Median), Quantile90 = Left(promotion.Quantile90) };
        return view with
        {
            Forecast = forecast with { Promotions = [left] },
            Remaining = left.Median,
            RemainingMostly = left.Quantile90,
            PromotionLikely = left.Possible,
        };
    }

    private static Dictionary<string, MetricForecast> Metrics(
        StaggeredRolloutSpec spec, EffectiveStage stage, IReadOnlyCollection<string> canaries, FleetState fleet, Trial trial,
        DateTimeOffset now, TimeSpan warmUp)
    {
        var forecasts = new Dictionary<string, MetricForecast>(StringComparer.Ordinal);
        foreach (var (metric, plan) in spec.Metrics.Zip(JudgePlans.For(spec)))
        {
            if (IsForecast(plan) && trial.Baselines.TryGetValue(metric.Name, out var baseline) && baseline is { Missing: null, Rhythm: { } rhythm }
                && trial.Evidence.TryGetValue(metric.Name, out var evidence))
            {
                forecasts[metric.Name] = Forecaster.Of(new ForecastQuestion
                {
                    Plan = plan,
                    Baseline = baseline,
                    Rhythm = rhythm,
                    Bucket = metric.Metric?.Interval ?? TimeSpan.FromMinutes(1),
                    Start = now,
                    WarmUp = warmUp,
                    Losses = Losses,
                    Tolerances = [(double)stage.ToleranceOf(metric)],
                    Horizon = baseline.Horizon,
                    Metric = metric.Name,
                    Share = Share(baseline, fleet, canaries),
                    Evidence = evidence.Buckets > 0 ? evidence : null,
                });
            }
        }

        return forecasts;
    }

    /// <summary>Events that come in at the fleet's own rhythm and are lost by harm; errors, latencies and gauges have no such forecast.</summary>
    private static bool IsForecast(JudgePlan plan) =>
        plan is { Statistic: Statistic.Revenue or Statistic.Count, Direction: Direction.HigherIsBetter, HarmWeight: > 0 };

    /// <summary>Of the canaries of today: the baseline's own is that of the first stage.</summary>
    private static double Share(Baseline baseline, FleetState fleet, IReadOnlyCollection<string> canaries)
    {
        double Weight(string node) => baseline.Nodes.GetValueOrDefault(node, baseline.NewNode).Orders;
        var all = fleet.Nodes.Select(n => n.Name).Union(canaries, StringComparer.Ordinal).Sum(Weight);
        return all > 0 ? canaries.Sum(Weight) / all : baseline.ExpectedShare;
    }
}
