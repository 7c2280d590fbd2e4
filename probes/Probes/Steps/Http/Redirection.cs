using System.Net;

namespace Rollout.Probes.Steps.Http;

/// <summary>Where a redirect leads and what is asked there (RFC 9110 section 15.4). Pure but for the message it makes.</summary>
internal static class Redirection
{
    // What another server may see: a step's own headers (a key, a session) were made for the first one alone.
    private static readonly string[] Common = ["User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "traceparent"];

    /// <summary>Another server; the usual step from plain HTTP up to TLS at the same name is none.</summary>
    private static bool IsElsewhere(Uri from, Uri to) => from.Host != to.Host
        || ((from.Port != to.Port || from.Scheme != to.Scheme) && !(from is { Scheme: "http", IsDefaultPort: true } && to is { Scheme: "https", IsDefaultPort: true }));

    /// <summary>Null where the answer is no redirect.</summary>
    public static Uri? Location(HttpResponseMessage response, Uri from) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location
            && Uri.TryCreate(from, location, out var absolute)
            ? absolute
            : null;

    /// <summary>Why a redirect is not followed whatever the step allows; null where it may be.</summary>
    public static string? Refusal(Uri from, Uri to) => to.Scheme switch
    {
        "http" when from.Scheme == "https" => "from https to http",
        "http" or "https" => null,
        var scheme => $"to the scheme {scheme}",
    };

    /// <summary>What is said of a redirect that was not followed although the step follows redirects.</summary>
    public static string Unfollowed(Uri from, Uri to, int followed) => Refusal(from, to) is { } refusal
        ? $"a redirect {refusal}"
        : FormattableString.Invariant($"one more after {followed}, to {Shown(to)}");

    /// <summary>A place without its query, which may hold what must not be shown.</summary>
    public static string Shown(Uri at) => at.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The request at the new place. 303, and 301 and 302 after a POST, ask with GET and without a body.</summary>
    /// <param name="before">The request that was answered so.</param>
    /// <param name="answer">What it was answered with.</param>
    /// <param name="to">Where the answer leads.</param>
    /// <param name="mark">The header by which orders of probes are known, wherever they go.</param>
    public static HttpRequestMessage Next(HttpRequestMessage before, HttpResponseMessage answer, Uri to, string mark)
    {
        var status = (int)answer.StatusCode;
        var asGet = (status == 303 && before.Method != HttpMethod.Head) || (status is 301 or 302 && before.Method == HttpMethod.Post);
        var next = new HttpRequestMessage(asGet ? HttpMethod.Get : before.Method, to)
        {
            Version = before.Version,
            VersionPolicy = before.VersionPolicy,
            Content = asGet ? null : before.Content,
        };

        // Of a site that bears another name than its address: elsewhere is what is another by either. Only a reference without a host is neither.
        var seen = HostHeader.Seen(before);
        var elsewhere = IsElsewhere(before.RequestUri!, to) || (Location(answer, seen) is { } named && IsElsewhere(seen, named));
        if (!elsewhere && to.Scheme == before.RequestUri!.Scheme)
        {
            next.Headers.Host = before.Headers.Host;
        }

        foreach (var header in before.Headers.NonValidated)
        {
            var common = header.Key.Equals(mark, StringComparison.OrdinalIgnoreCase) || Common.Contains(header.Key, StringComparer.OrdinalIgnoreCase);
            var made = header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase) || header.Key.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase);
            if (!made && (common || !elsewhere))
            {
                next.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return next;
    }
}
