using System.Net;
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
    /// <summary>Null with the reason where a capture is missing or does not fit.</summary>
    public static HttpRequestMessage? Build(HttpStep step, ProbeRun run, out string? fault)
    {
        if (TemplateText.Fill(step.Path, TemplatePlace.Path, run.Captured, out fault) is not { } path)
        {
            return null;
        }

        var request = new HttpRequestMessage(Method(step.Method), Address(run.Target, path))
        {
            Version = step.Version switch
            {
                "2" => HttpVersion.Version20,
                null when run.Target.Scheme == Uri.UriSchemeHttps => HttpVersion.Version20,
                _ => HttpVersion.Version11,
            },
            VersionPolicy = step.Version is null ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
        };
        if (!AddBody(request, step, run, ref fault) || !AddHeaders(request, step, run, ref fault))
        {
            request.Dispose();
            return null;
        }

        // Last, so that no header of the step can take the mark off.
        request.Headers.Remove(run.Spec.Mark.Header);
        request.Headers.TryAddWithoutValidation(run.Spec.Mark.Header, run.Spec.Mark.Value);
        AddCookies(request, run);
        return request;
    }

    public static void AddCookies(HttpRequestMessage request, ProbeRun run)
    {
        if (run.HasCookies && run.Cookies.GetCookieHeader(HostHeader.Seen(request)) is { Length: > 0 } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }
    }

    private static HttpMethod Method(string name) => HttpMethod.Parse(name.ToUpperInvariant());

    /// <summary>Put together as text: resolved as a reference, a path that a value left empty begins with two slashes and names another host.</summary>
    private static Uri Address(Uri target, string path) => new(string.Concat(target.Scheme, "://", target.Authority, path));

    private static bool AddBody(HttpRequestMessage request, HttpStep step, ProbeRun run, ref string? fault)
    {
        var (text, place, type) = step switch
        {
            { Json: { } json } => (json, TemplatePlace.Json, "application/json"),
            { Body: { } body } => (body, TemplatePlace.Text, "text/plain"),
            _ => (null, TemplatePlace.Text, null),
        };
        if (text is null)
        {
            return step.Form.Count == 0 || AddForm(request, step, run, ref fault);
        }

        if (TemplateText.Fill(text, place, run.Captured, out fault) is not { } filled)
        {
            return false;
        }

        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(filled));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type!) { CharSet = "utf-8" };
        return true;
    }

    /// <summary>Values are filled in first and encoded as a whole: an ampersand in a capture begins no other field.</summary>
    private static bool AddForm(HttpRequestMessage request, HttpStep step, ProbeRun run, ref string? fault)
    {
        var fields = new List<KeyValuePair<string, string>>(step.Form.Count);
        foreach (var (name, text) in step.Form)
        {
            if (TemplateText.Fill(text, TemplatePlace.Text, run.Captured, out fault) is not { } value)
            {
                return false;
            }

            fields.Add(new(name, value));
        }

        request.Content = new FormUrlEncodedContent(fields);
        return true;
    }

    private static bool AddHeaders(HttpRequestMessage request, HttpStep step, ProbeRun run, ref string? fault)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "rollout-probe");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br, deflate");
        request.Headers.TryAddWithoutValidation("traceparent", run.Trace.NextParent());
        foreach (var (name, text) in step.Headers)
        {
            if (TemplateText.Fill(text, TemplatePlace.Header, run.Captured, out fault) is not { } value)
            {
                return false;
            }

            if (name.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase))
            {
                if ((fault = HostHeader.Fault(value)) is not null)
                {
                    return false;
                }

                request.Headers.Host = value;
                continue;
            }

            // What the step says itself takes the place of what every request bears.
            request.Headers.Remove(name);
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
