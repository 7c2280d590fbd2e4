using System.Net;
using System.Text;
using System.Text.Json;

namespace Rollout.Probes.Steps.Http;

/// <summary>An answer, its body read up to the limit.</summary>
internal sealed record HttpAnswer(int Status, byte[] Body, bool Cut)
{
    /// <summary>As UTF-8; what is no UTF-8 shows as replacement characters.</summary>
    public string Text { get; } = Encoding.UTF8.GetString(Body);

    /// <summary>Null where the body is no JSON.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    public static async ValueTask<HttpAnswer> GetAsync(HttpRequestMessage request, ProbeRun run, CancellationToken cancellationToken)
    {
        using var response = await run.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Keep(response, request.RequestUri!, run.Cookies);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new byte[Math.Min(run.Limits.MaxBodyBytes, 16 * 1024)];
        var length = 0;
        while (length <= run.Limits.MaxBodyBytes)
        {
            if (length == body.Length)
            {
                Array.Resize(ref body, Math.Min(run.Limits.MaxBodyBytes + 1, body.Length * 2));
            }

            var read = await stream.ReadAsync(body.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return new HttpAnswer((int)response.StatusCode, body[..Math.Min(length, run.Limits.MaxBodyBytes)], length > run.Limits.MaxBodyBytes);
    }

    /// <summary>A cookie that breaks the rules is dropped, as a browser does; the customer of this run goes on without it.</summary>
    private static void Keep(HttpResponseMessage response, Uri address, CookieContainer cookies)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var headers))
        {
            return;
        }

        foreach (var header in headers)
        {
            try
            {
                cookies.SetCookies(address, header);
            }
            catch (CookieException)
            {
                continue;
            }
        }
    }

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
