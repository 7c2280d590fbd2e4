using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Writes answers as the API server does.</summary>
internal static class Answers
{
    public const string Json = "application/json";

    public static Task WriteAsync(HttpContext http, int status, JsonNode body, CancellationToken cancel, string type = Json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, JsonForm.Options);
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, cancel).AsTask();
    }

    public static Task BytesAsync(HttpContext http, string type, byte[] bytes, CancellationToken cancel)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, cancel).AsTask();
    }

    public static async Task TextAsync(HttpContext http, int status, string text, CancellationToken cancel)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(text, cancel);
    }

    public static Task FaultAsync(HttpContext http, ApiFault fault, CancellationToken cancel)
    {
        if (fault.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(http, fault.Code, fault.ToStatus(), cancel);
    }

    public static void Warn(HttpContext http, WriteContext context)
    {
        foreach (var warning in context.Warnings)
        {
            http.Response.Headers.Append("Warning", $"299 - \"{warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
    }
}
