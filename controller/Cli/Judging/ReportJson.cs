using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>A report as one line of JSON, names and order as the contract has them.</summary>
internal static class ReportJson
{
    // Notes quote file names and node names: legible on a terminal, not escaped for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(JudgeReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", report.Id);
            json.WriteString("verdict", report.Verdict.ToString());
            json.WriteString("decidedAt", report.DecidedAt is { } at ? Rfc3339.Format(at) : null);
            Number(json, "minutes", report.Minutes);
            var seen = report.Assessment;
            Number(json, "effect", seen?.Effect);
            Number(json, "low", seen?.Low);
            Number(json, "high", seen?.High);
            Number(json, "logEHarm", seen?.LogEHarm);
            Number(json, "logESafe", seen?.LogESafe);
            Number(json, "canaryEvents", seen?.CanaryEvents);
            Number(json, "fleetEvents", seen?.FleetEvents);
            Number(json, "phi", seen?.Phi);
            Number(json, "sigma0", seen?.Sigma0);
            Number(json, "expectedShare", seen?.ExpectedShare);
            json.WriteStartArray("notes");
            foreach (var note in report.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteString("explanation", report.Explanation);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>JSON has no infinities; what is not finite is not known.</summary>
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
