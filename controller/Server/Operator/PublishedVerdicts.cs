using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Projection;

namespace Rollout.Server.Operator;

/// <summary>What the judge says, as a status has it. Pure.</summary>
public static class PublishedVerdicts
{
    /// <summary>Null while nothing is judged.</summary>
    public static VerdictStatus? Of(StaggeredRolloutSpec spec, Observed<JudgeView> judgement)
    {
        switch (judgement)
        {
            case Observed<JudgeView>.Unreadable away:
                return new VerdictStatus { Overall = nameof(Verdict.Unavailable), Metrics = [.. spec.Metrics.Select(m => new MetricVerdictStatus
                {
                    Name = m.Name, Verdict = nameof(Verdict.Unavailable), Message = Clip(away.Reason),
                })] };
            case Observed<JudgeView>.Known { Value: { Metrics.Count: > 0 } view }:
                return new VerdictStatus
                {
                    Overall = VerdictProjection.Overall(spec, view).ToString(),
                    AsOf = view.AsOf,
                    Metrics = [.. view.Metrics.OrderBy(m => spec.Metrics.FirstOrDefault(s => s.Name == m.Name)?.Role).Select(Metric)],
                };
            default:
                return null;
        }
    }

    private static MetricVerdictStatus Metric(MetricView view)
    {
        var said = view.Assessment;
        return new MetricVerdictStatus
        {
            Name = view.Name,
            Verdict = said.Verdict.ToString(),
            Effect = Figure(said.Effect),
            Low = Figure(said.Low),
            High = Figure(said.High),
            LogEHarm = Figure(said.LogEHarm),
            LogESafe = Figure(said.LogESafe),
            CanaryEvents = (long)said.CanaryEvents,
            FleetEvents = (long)said.FleetEvents,
            Message = view.Trouble is { Length: > 0 } trouble ? Clip(trouble) : null,
            Forecast = view.Forecast is { } forecast ? Of(forecast) : null,
        };
    }

    private static ForecastStatus Of(MetricForecast forecast) => new()
    {
        MedianMinutes = Figure(forecast.Promotions is [var promotion, ..] ? promotion.Median?.TotalMinutes : null),
        Q90Minutes = Figure(forecast.Promotions is [var same, ..] ? same.Quantile90?.TotalMinutes : null),
        SmallestDetectableLoss = Figure(forecast.SmallestDetectableLoss),
        Losses = [.. forecast.Losses.Take(10).Select(l => new LossForecastStatus
        {
            Loss = Figure(l.Loss) ?? 0, Detectable = l.Detectable, MedianMinutes = Figure(l.Median?.TotalMinutes), Q90Minutes = Figure(l.Quantile90?.TotalMinutes),
        })],
    };

    private static decimal? Figure(double? value) => DecimalText.Of(value);

    private static string Clip(string text) => text.Length <= MetricVerdictStatus.MostMessage ? text : text[..(MetricVerdictStatus.MostMessage - 1)] + "…";
}
