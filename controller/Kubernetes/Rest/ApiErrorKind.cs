namespace Rollout.Kubernetes.Rest;

/// <summary>How far a request came.</summary>
public enum ApiErrorKind
{
    /// <summary>The server answered, with a status of 400 or above.</summary>
    Answered,

    /// <summary>No connection came about (name, TCP, TLS, proxy): the request was not carried out.</summary>
    Unreachable,

    /// <summary>The connection broke before the answer was whole: the request may have been carried out.</summary>
    Lost,

    /// <summary>No whole answer within the limit: the request may have been carried out.</summary>
    TimedOut,

    /// <summary>An answer came that is no JSON of this type, or is too large: the request was carried out.</summary>
    Unreadable,

    /// <summary>There is no credential to send just now: the request was not made.</summary>
    NoCredential,
}
