using System.Globalization;
using System.Net;
using System.Text.Json;
using Rollout.Api;

namespace Rollout.Server.Client;

/// <summary>From an HTTP answer to what it means. Pure.</summary>
internal static class ApiAnswers
{
    /// <param name="status">Of the answer.</param>
    /// <param name="etag">Of the answer; null where there is none.</param>
    /// <param name="body">The rollout, or <c>application/problem+json</c> (RFC 9457), or whatever a proxy in between wrote.</param>
    public static ApiAnswer Read(HttpStatusCode status, string? etag, string body) => (int)status switch
    {
        304 => new ApiAnswer.Unchanged(),
        >= 200 and < 300 => Rollout(etag, body),
        401 or 403 => new ApiAnswer.Denied(Detail(status, body)),
        404 => new ApiAnswer.Missing(Detail(status, body)),
        409 => new ApiAnswer.Conflict(Detail(status, body)),
        408 or 429 or >= 500 => new ApiAnswer.Away(Detail(status, body)),
        _ => new ApiAnswer.Invalid(Detail(status, body), Problems(body)),
    };

    private static ApiAnswer Rollout(string? etag, string body)
    {
        try
        {
            return JsonSerializer.Deserialize<RolloutSeen>(body, RolloutSeen.Json) is { } rollout
                ? new ApiAnswer.Found(rollout, body, etag)
                : new ApiAnswer.Away("the answer is null");
        }
        catch (JsonException)
        {
            return new ApiAnswer.Away("what answers there is no controller: its answer is no rollout");
        }
    }

    private static string Detail(HttpStatusCode status, string body)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("detail", out var detail)
                ? $"{code}: {detail}" : $"{code} without an explanation";
        }
        catch (JsonException)
        {
            return $"{code} without an explanation";
        }
    }

    private static List<Problem> Problems(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
                ? [.. problems.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object).Select(p => new Problem(Text(p, "place"), Text(p, "what"), Text(p, "mend")))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
