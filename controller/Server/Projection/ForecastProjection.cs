using System.Text.Json.Nodes;
using Rollout.Judge;

namespace Rollout.Server.Projection;

/// <summary>Forecasts in the contract's shape: minutes from the moment they were made, null where it never comes to that.</summary>
internal static class ForecastProjection
{
    /// <summary>Of one metric; null where there is none.</summary>
    public static JsonObject? Of(MetricForecast? forecast) => forecast is null ? null : new JsonObject
    {
        ["promote"] = forecast.Promotions is [var promotion, ..]
            ? new JsonObject
            {
                ["tolerance"] = Figures.Text(promotion.Tolerance), ["possible"] = promotion.Possible,
                ["medianMinutes"] = Minutes(promotion.Median), ["q90Minutes"] = Minutes(promotion.Quantile90),
            }
            : null,
        ["losses"] = StatusProjection.Array(forecast.Losses, l => new JsonObject
        {
            ["loss"] = Figures.Text(l.Loss), ["detectable"] = l.Detectable,
            ["medianMinutes"] = Minutes(l.Median), ["q90Minutes"] = Minutes(l.Quantile90),
        }),
        ["smallestDetectableLoss"] = Figures.Text(forecast.SmallestDetectableLoss),
    };

    /// <summary>What a start now would take; null where nothing is known, or while a trial is under way.</summary>
    public static JsonObject? IfStartedNow(Picture picture) => picture is { IfStartedNow: { Metrics.Count: > 0 } outlook, Progress.Stage: null }
        ? new JsonObject
        {
            ["asOf"] = Figures.Time(outlook.AsOf),
            ["canaryNodes"] = outlook.Canaries,
            ["text"] = ForecastWords.OfStart(picture.Spec, outlook),
            ["metrics"] = StatusProjection.Array(
                picture.Spec.Metrics.Where(m => outlook.Metrics.ContainsKey(m.Name)),
                m => new JsonObject { ["name"] = m.Name, ["role"] = m.Role.ToString(), ["forecast"] = Of(outlook.Metrics[m.Name]) }),
        }
        : null;

    private static string? Minutes(TimeSpan? time) => Figures.Text(time?.TotalMinutes, 2);
}
