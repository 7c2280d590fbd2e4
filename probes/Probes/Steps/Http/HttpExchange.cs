using System.Net;
using Rollout.Api;

namespace Rollout.Probes.Steps.Http;

/// <summary>Sends a step's request and follows redirects as far as the step allows.</summary>
internal static class HttpExchange
{
    /// <summary>The last answer.</summary>
    public static async ValueTask<HttpAnswer> SendAsync(HttpRequestMessage first, HttpStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var request = first;
        for (var followed = 0; ; followed++)
        {
            var http = run.Http(step.Version, Tls(step, first, request), request.Headers.Host);
            var (answer, next) = await OneAsync(request, http, run, followed, step.Redirects, cancellationToken).ConfigureAwait(false);
            if (next is null)
            {
                return answer;
            }

            // Not disposed one by one: they may share the first one's body, which the caller disposes.
            request = next;
            HttpStepRequest.AddCookies(request, run);
        }
    }

    /// <summary>The name that the step wants in the certificate is that of the server it asks; one that a redirect leads to has its own.</summary>
    private static TlsSettings? Tls(HttpStep step, HttpRequestMessage first, HttpRequestMessage request) =>
        step.Tls?.ServerName is null || request.RequestUri!.Authority == first.RequestUri!.Authority ? step.Tls : step.Tls with { ServerName = null };

    /// <summary>One request; with the next one where a redirect is to be followed.</summary>
    private static async ValueTask<(HttpAnswer Answer, HttpRequestMessage? Next)> OneAsync(
        HttpRequestMessage request, HttpMessageInvoker http, ProbeRun run, int followed, int most, CancellationToken cancellationToken)
    {
        var (since, connecting) = (run.Clock.Now, run.Clock.Connecting);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        run.Clock.Answered(since, connecting);
        Keep(response, HostHeader.Seen(request), run);
        var location = Redirection.Location(response, request.RequestUri!);
        var follow = location is not null && followed < most && Redirection.Refusal(request.RequestUri!, location) is null;
        run.SoFar = follow ? null : FormattableString.Invariant($"status {(int)response.StatusCode}, and not the whole of its body by then");
        var reading = run.Clock.Now;
        var body = follow ? default : await BodyReader.ReadAsync(response.Content, run.Limits, cancellationToken).ConfigureAwait(false);
        run.Clock.Transferred(reading);
        var answer = new HttpAnswer
        {
            Status = (int)response.StatusCode,
            Body = body.Bytes ?? [],
            Cut = body.Cut,
            Broken = body.Broken ?? (most > 0 && location is not null ? Redirection.Unfollowed(request.RequestUri!, location, followed) : null),
            Headers = response.Headers,
            ContentLength = response.Content.Headers.ContentLength,
            ContentHeaders = response.Content.Headers,
            Version = response.Version.Major >= 2 ? response.Version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) : response.Version.ToString(2),
            Address = request.RequestUri!,
            Redirects = followed,
        };
        return (answer, follow ? Redirection.Next(request, response, location!, run.Spec.Mark.Header) : null);
    }

    /// <summary>A cookie that breaks the rules is dropped, as a browser does; the customer of this run goes on without it.</summary>
    private static void Keep(HttpResponseMessage response, Uri address, ProbeRun run)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var headers))
        {
            return;
        }

        foreach (var header in headers)
        {
            try
            {
                run.Cookies.SetCookies(address, header);
            }
            catch (CookieException)
            {
                continue;
            }
        }
    }
}
