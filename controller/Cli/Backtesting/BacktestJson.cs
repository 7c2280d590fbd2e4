using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rollout.Judge;

namespace Rollout.Cli.Backtesting;

/// <summary>A report as JSON: for every loss our judge's figures, and the same of each rule of others beside them.</summary>
internal static class BacktestJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(BacktestReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("losses");
            foreach (var loss in report.Losses)
            {
                json.WriteStartObject();
                Figures(json, loss.Ours, loss.Oracle);
                json.WriteStartArray("rivals");
                foreach (var rival in loss.Rivals)
                {
                    json.WriteStartObject();
                    json.WriteString("rule", rival.Rule);
                    Figures(json, rival, loss.Oracle);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
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

    private static void Figures(Utf8JsonWriter json, BacktestRow row, BacktestRow? oracle)
    {
        json.WriteNumber("loss", row.Loss);
        json.WriteNumber("runs", row.Runs);
        json.WriteNumber("rolledBack", row.RolledBack);
        json.WriteNumber("promoted", row.Promoted);
        json.WriteNumber("undecided", row.Undecided);
        Minutes(json, "medianMinutes", row.MedianMinutes);
        Minutes(json, "oracleMedianMinutes", oracle?.MedianMinutes);
    }

    private static void Minutes(Utf8JsonWriter json, string name, double? minutes)
    {
        if (minutes is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
