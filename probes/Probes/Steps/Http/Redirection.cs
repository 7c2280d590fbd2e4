using System.Net;

namespace Rollout.Probes.Steps.Http;

/// <summary>Where a redirect leads and what is asked there (RFC 9110 section 15.4). Pure but for the message it makes.</summary>
internal static class Redirection
{
    // Made for one server; another must not see them.
    private static readonly string[] Personal = ["Authorization", "Cookie", "Proxy-Authorization"];

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
        : FormattableString.Invariant($"one more after {followed}, to {to.GetLeftPart(UriPartial.Path)}");

    /// <summary>The request at the new place. 303, and 301 and 302 after a POST, ask with GET and without a body.</summary>
    public static HttpRequestMessage Next(HttpRequestMessage before, int status, Uri to)
    {
        var asGet = (status == 303 && before.Method != HttpMethod.Head) || (status is 301 or 302 && before.Method == HttpMethod.Post);
        var next = new HttpRequestMessage(asGet ? HttpMethod.Get : before.Method, to)
        {
            Version = before.Version,
            VersionPolicy = before.VersionPolicy,
            Content = asGet ? null : before.Content,
        };
        var elsewhere = before.RequestUri!.Host != to.Host || before.RequestUri.Port != to.Port || before.RequestUri.Scheme != to.Scheme;
        foreach (var header in before.Headers.NonValidated)
        {
            var personal = Personal.Contains(header.Key, StringComparer.OrdinalIgnoreCase);
            if (!header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase) && !(elsewhere && personal))
            {
                next.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return next;
    }
}
