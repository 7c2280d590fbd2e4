using System.Net.Http.Headers;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>Content negotiation: asks for OpenMetrics first, as Prometheus does, so that a selector reads the same here as there.</summary>
internal static class AnswerFormat
{
    public const string Accept = "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.8,*/*;q=0.1";

    /// <summary>
    /// The format that the answer claims; null with the reason for what cannot be read. No content type at all is taken as 0.0.4.
    /// </summary>
    public static ExpositionFormat? Of(HttpContentHeaders headers, out string? wrong)
    {
        wrong = null;
        if (!headers.NonValidated.Contains("Content-Type"))
        {
            return ExpositionFormat.PrometheusText;
        }

        var type = headers.ContentType;
        var charset = type?.CharSet?.Trim('"');
        var version = type?.Parameters.FirstOrDefault(p => p.Name == "version")?.Value?.Trim('"');
        if (charset is not null
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            wrong = $"it answers in the character set {Short(charset)}; metrics are written in UTF-8";
            return null;
        }

        if (string.Equals(type?.MediaType, "application/openmetrics-text", StringComparison.OrdinalIgnoreCase))
        {
            return Known(ExpositionFormat.OpenMetrics, version is null or "0.0.1" or "1.0.0" or "1.0", $"OpenMetrics {Short(version)}", out wrong);
        }

        if (string.Equals(type?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase))
        {
            return Known(ExpositionFormat.PrometheusText, version is null or "0.0.4", $"text format {Short(version)}", out wrong);
        }

        var given = Short(headers.NonValidated["Content-Type"].ToString());
        wrong = $"it answers {given} where metrics are expected (text/plain or application/openmetrics-text)";
        return null;
    }

    private static ExpositionFormat? Known(ExpositionFormat format, bool known, string name, out string? wrong)
    {
        wrong = known ? null : $"it answers in {name}; known are text format 0.0.4 and OpenMetrics 1.0.0";
        return known ? format : null;
    }

    private static string Short(string? text)
    {
        var shown = new string([.. (text ?? string.Empty).Where(c => !char.IsControl(c)).Take(60)]);
        return shown.Length == 0 ? "nothing" : shown;
    }
}
