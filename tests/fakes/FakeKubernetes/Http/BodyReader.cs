using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Reads the body of a request: JSON, or YAML where that is allowed; at most 3 MiB.</summary>
internal static class BodyReader
{
    private const int MostBytes = 3_145_728;

    public static string MediaType(HttpContext http) => (http.Request.ContentType ?? "").Split(';')[0].Trim();

    /// <exception cref="ApiFault">400, 413 or 415.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext http, string kind, CancellationToken cancel)
    {
        var bytes = await BytesAsync(http.Request.Body, cancel);
        if (bytes.Length == 0)
        {
            return null;
        }

        var type = MediaType(http);
        if (type.Contains("protobuf", StringComparison.Ordinal) || type.EndsWith("cbor", StringComparison.Ordinal))
        {
            throw new ApiFault(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");
        }

        var text = Encoding.UTF8.GetString(bytes);
        try
        {
            return type.EndsWith("yaml", StringComparison.Ordinal) ? YamlTree.Read(text)
                : JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException)
        {
            throw Refusals.BadRequest(
                $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: unexpected end of JSON input ({text[..Math.Min(text.Length, 64)]})");
        }
        catch (YamlDotNet.Core.YamlException fault)
        {
            throw Refusals.BadRequest($"error decoding YAML: {fault.Message}");
        }
    }

    public static async Task<JsonObject> ReadMapAsync(HttpContext http, string kind, CancellationToken cancel) =>
        await ReadAsync(http, kind, cancel) as JsonObject ?? throw Refusals.BadRequest(
            $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind");

    private static async Task<byte[]> BytesAsync(Stream body, CancellationToken cancel)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            kept.Write(buffer, 0, read);
            if (kept.Length > MostBytes)
            {
                throw new ApiFault(413, "RequestEntityTooLarge", $"limit is {MostBytes}");
            }
        }

        return kept.ToArray();
    }
}
