using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Probes;

namespace Rollout.Cli.Probing;

/// <summary>A run as one line of JSON.</summary>
internal static class ProbeReportJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(ProbeReport report)
    {
        var json = new JsonObject
        {
            ["probe"] = report.Probe,
            ["target"] = report.Target.GetLeftPart(UriPartial.Authority),
            ["passed"] = report.Passed,
        };
        if (report.Trouble is not null)
        {
            json["trouble"] = report.Trouble;
        }

        if (report.Result is { } result)
        {
            json["startedAt"] = result.StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
            json["durationSeconds"] = Seconds(result.Duration);
            json["steps"] = new JsonArray([.. result.Steps.Select(Step)]);
        }

        return json.ToJsonString(Plain);
    }

    private static JsonObject Step(StepResult step)
    {
        var json = new JsonObject { ["name"] = step.Step, ["passed"] = step.Passed, ["durationSeconds"] = Seconds(step.Duration) };
        if (step.Times is { } times)
        {
            json["times"] = new JsonObject(times.Named().Select(t => KeyValuePair.Create(t.Phase, (JsonNode?)Seconds(t.Took))));
        }

        if (step.Facts?.Status is { } status)
        {
            json["status"] = status;
        }

        if (!step.Passed)
        {
            json["expected"] = step.Expected;
            json["got"] = step.Got;
        }

        if (step.Body is { } body)
        {
            json["body"] = body;
        }

        return json;
    }

    private static double Seconds(TimeSpan took) => Math.Round(took.TotalSeconds, 6);
}
