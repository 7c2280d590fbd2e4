using System.Globalization;

namespace Rollout.Telemetry.Exposition;

/// <summary>What the other side would rather have (RFC 9110, section 12.5). Pure.</summary>
internal static class Negotiation
{
    /// <summary>OpenMetrics, where it is wanted at least as much as the text format; never unasked.</summary>
    public static bool WantsOpenMetrics(string? accept)
    {
        double open = 0, text = 0;
        foreach (var (type, parameters) in Parts(accept))
        {
            var q = Quality(parameters);
            var version = parameters.FirstOrDefault(p => p.StartsWith("version=", StringComparison.OrdinalIgnoreCase))?[8..].Trim('"');
            if (type.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) && (version is null or "1.0.0" or "0.0.1"))
            {
                open = Math.Max(open, q);
            }
            else if (type.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, q);
            }
        }

        return open > 0 && open >= text;
    }

    public static bool TakesGzip(string? acceptEncoding) =>
        Parts(acceptEncoding).Any(p => p.Type.Equals("gzip", StringComparison.OrdinalIgnoreCase) && Quality(p.Parameters) > 0);

    private static IEnumerable<(string Type, string[] Parameters)> Parts(string? header)
    {
        // A header of another length is nobody's who only wants metrics.
        foreach (var part in (header is { Length: < 4096 } ? header : string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pieces = part.Split(';', StringSplitOptions.TrimEntries);
            yield return (pieces[0], pieces[1..]);
        }
    }

    private static double Quality(string[] parameters) =>
        parameters.FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is not { } q ? 1
        : double.TryParse(q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
        : 0;
}
