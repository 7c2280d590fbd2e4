namespace Rollout.Probes.Steps.Http;

/// <summary>Says in a person's words why there is no answer.</summary>
internal static class HttpTrouble
{
    public static string Describe(Exception trouble) => trouble is HttpRequestException e
        ? e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the name cannot be resolved",
            HttpRequestError.ConnectionError => $"no connection: {e.GetBaseException().Message}",
            HttpRequestError.SecureConnectionError => "no secure connection (TLS)",
            HttpRequestError.InvalidResponse => "an answer that is not HTTP",
            HttpRequestError.ResponseEnded => "the connection broke before the answer was complete",
            _ when e.InnerException is IOException => "the connection broke before the answer was complete",
            _ => $"the request failed: {e.HttpRequestError}",
        }
        : "the connection broke before the answer was complete";
}
