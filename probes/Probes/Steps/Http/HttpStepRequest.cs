using System.Net.Http.Headers;
using System.Text;
using Rollout.Api;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Steps.Http;

/// <summary>
/// Makes a request of a step: captures filled in, cookies of earlier answers, and the mark that keeps it out of the revenue.
/// </summary>
internal static class HttpStepRequest
{
    public const string Mark = "X-Synthetic";
    public const string MarkValue = "rollout";

    /// <summary>Null with the reason where a capture is missing or does not fit.</summary>
    public static HttpRequestMessage? Build(HttpStep step, ProbeRun run, out string? fault)
    {
        if (TemplateText.Fill(step.Path, TemplatePlace.Path, run.Captured, out fault) is not { } path)
        {
            return null;
        }

        var request = new HttpRequestMessage(new HttpMethod(step.Method.ToUpperInvariant()), Address(run.Target, path));
        if (!AddBody(request, step, run, ref fault) || !AddHeaders(request, step, run, ref fault))
        {
            request.Dispose();
            return null;
        }

        // Last, so that no header of the step can take the mark off.
        request.Headers.Remove(Mark);
        request.Headers.TryAddWithoutValidation(Mark, MarkValue);
        if (run.Cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return request;
    }

    private static Uri Address(Uri target, string path) => new(new UriBuilder(target.Scheme, target.Host, target.Port).Uri, path);

    private static bool AddBody(HttpRequestMessage request, HttpStep step, ProbeRun run, ref string? fault)
    {
        if (step.Json is null)
        {
            return true;
        }

        if (TemplateText.Fill(step.Json, TemplatePlace.Json, run.Captured, out fault) is not { } json)
        {
            return false;
        }

        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return true;
    }

    private static bool AddHeaders(HttpRequestMessage request, HttpStep step, ProbeRun run, ref string? fault)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "rollout-probe");
        foreach (var (name, text) in step.Headers)
        {
            if (TemplateText.Fill(text, TemplatePlace.Header, run.Captured, out fault) is not { } value)
            {
                return false;
            }

            if (name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.Remove(name);
            }

            if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                request.Content?.Headers.Remove(name);
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return true;
    }
}
