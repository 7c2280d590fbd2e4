using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Rollout.Probes.Steps.Http;

/// <summary>An answer, its body read up to the limit and decompressed.</summary>
internal sealed class HttpAnswer
{
    private bool parsed;

    public required int Status { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>The body went on beyond the limit.</summary>
    public bool Cut { get; init; }

    /// <summary>Why the body could not be read to its end, though the connection held; null where it could.</summary>
    public string? Broken { get; init; }

    public HttpResponseHeaders? Headers { get; init; }

    public HttpContentHeaders? ContentHeaders { get; init; }

    /// <summary>What the header says; null where it says nothing. Read while the answer is open: a closed one would count its body.</summary>
    public long? ContentLength { get; init; }

    public string Version { get; init; } = "1.1";

    public required Uri Address { get; init; }

    public int Redirects { get; init; }

    public bool Secure => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>As UTF-8; what is no UTF-8 shows as replacement characters.</summary>
    public string Text => field ??= Encoding.UTF8.GetString(Body);

    /// <summary>Null where the body is no JSON.</summary>
    public JsonElement? Json
    {
        get
        {
            if (!parsed)
            {
                parsed = true;
                field = Parse(Body);
            }

            return field;
        }
    }

    /// <summary>All values of a header; empty where there is none.</summary>
    public IReadOnlyList<string> Header(string name) =>
        Headers?.NonValidated.TryGetValues(name, out var values) == true ? [.. values]
        : ContentHeaders?.NonValidated.TryGetValues(name, out values) == true ? [.. values]
        : [];

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
