using System.Text.Json;

namespace Rollout.Metrics.Prometheus;

/// <summary>What a server says of its own troubles, short and on one line. Pure.</summary>
internal static class FaultText
{
    private const int Most = 200;

    /// <summary>The message of an error answer; null where there is none: a proxy's page says nothing to us.</summary>
    public static string? Of(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                ? Short(error.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Short(string text)
    {
        var line = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c).Take(Most)]).Trim();
        return text.Length > Most ? line + "..." : line;
    }
}
