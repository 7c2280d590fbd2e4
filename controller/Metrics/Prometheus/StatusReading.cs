using System.Net;

namespace Rollout.Metrics.Prometheus;

/// <summary>What an answer that is not 200 means. Pure.</summary>
internal static class StatusReading
{
    /// <param name="status">The status code.</param>
    /// <param name="said">The server's own message; null where it has none.</param>
    /// <param name="location">Of a redirect: scheme, host and path; null where there is none.</param>
    /// <param name="secret">Name of the secret that was used; null: none.</param>
    /// <param name="retryAfter">How long it asks us to stay away.</param>
    public static PrometheusAnswer.Failed Of(HttpStatusCode status, string? said, string? location, string? secret, TimeSpan? retryAfter)
    {
        var code = (int)status;
        var because = said is null ? string.Empty : $": {said}";
        var used = secret is null ? "no secret is named in secretRef" : $"with the secret {secret}";
        return code switch
        {
            >= 300 and < 400 => new($"it redirects to {location ?? "another place"}; write that address, or mend the proxy", Reached: true),
            400 => new($"it does not take the query{because}", Reached: true),
            401 or 403 => new(FormattableString.Invariant($"it refuses us ({code}, {used}){because}"), Reached: true),
            404 => new($"there is no Prometheus API at this address (404); it may lie under a path{because}", Reached: true),
            422 => new($"it cannot carry out the query{because}", Reached: true),
            429 => new($"it is asked too often (429){because}", Reached: false, retryAfter),
            >= 500 => new(FormattableString.Invariant($"it answers {code}{because}"), Reached: false, retryAfter),
            _ => new(FormattableString.Invariant($"it answers {code}{because}"), Reached: true),
        };
    }
}
