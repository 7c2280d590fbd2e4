using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Forecasting;

/// <summary>A forecast as one line of JSON; names as the contract has them. Minutes count from the start, the warm-up included.</summary>
internal static class ForecastJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(ForecastReport report, ForecastRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            Head(json, report, request);
            json.WriteStartArray("losses");
            foreach (var line in report.Losses)
            {
                Loss(json, report, line);
            }

            json.WriteEndArray();
            var own = report.Promotions[^1];
            Number(json, "minutesToPromote", own.Median?.TotalMinutes);
            json.WritePropertyName("promote");
            Promotion(json, own);
            json.WriteStartArray("stages");
            foreach (var promotion in report.Promotions)
            {
                Promotion(json, promotion);
            }

            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (var note in report.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Head(Utf8JsonWriter json, ForecastReport report, ForecastRequest request)
    {
        json.WriteString("start", Rfc3339.Format(report.Start));
        json.WriteNumber("nodes", report.Nodes);
        json.WriteNumber("canaryNodes", report.CanaryNodes);
        json.WriteNumber("alpha", request.Alpha);
        json.WriteNumber("alphaPromote", request.AlphaPromote);
        json.WriteNumber("tolerance", request.Tolerance);
        json.WriteString("rhythm", report.Rhythm.Kind switch
        {
            RhythmKind.Flat => "flat", RhythmKind.HourOfDay => "hourOfDay", RhythmKind.HourOfWeek => "hourOfWeek",
        });
        Number(json, "fleetEventsPerMinute", report.Rhythm.PerWeek / (7 * 1440));
        Number(json, "expectedShare", report.Baseline.ExpectedShare);
        Number(json, "phi", report.Baseline.Orders.Phi);
        Number(json, "sigma0", report.Baseline.Orders.Sigma0);
        Number(json, "smallestDetectableLoss", report.SmallestDetectableLoss);
    }

    private static void Loss(Utf8JsonWriter json, ForecastReport report, LossLine line)
    {
        json.WriteStartObject();
        json.WriteNumber("loss", line.Forecast.Loss);
        json.WriteNumber("canaryNodes", report.CanaryNodes);
        Number(json, "medianMinutes", line.Forecast.Median?.TotalMinutes);
        Number(json, "q90Minutes", line.Forecast.Quantile90?.TotalMinutes);
        json.WriteBoolean("detectable", line.Forecast.Detectable);
        Number(json, "smallestDetectableLoss", report.SmallestDetectableLoss);
        Number(json, "canaryNodesNeeded", line.CanaryNodesNeeded);
        Number(json, "chance", line.Forecast.Chance);
        Number(json, "medianMinutesWithNeeded", (line.WithThem ?? (line.CanaryNodesNeeded is null ? null : line.Forecast))?.Median?.TotalMinutes);
        json.WriteEndObject();
    }

    private static void Promotion(Utf8JsonWriter json, PromotionTime promotion)
    {
        json.WriteStartObject();
        json.WriteNumber("tolerance", promotion.Tolerance);
        Number(json, "medianMinutes", promotion.Median?.TotalMinutes);
        Number(json, "q90Minutes", promotion.Quantile90?.TotalMinutes);
        json.WriteBoolean("possible", promotion.Possible);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
