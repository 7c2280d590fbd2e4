namespace Rollout.Kubernetes.Rest;

/// <summary>Reasons of a Status that callers decide by, as the API server spells them.</summary>
public static class ApiReasons
{
    public const string NotFound = "NotFound";
    public const string AlreadyExists = "AlreadyExists";
    public const string Conflict = "Conflict";
    public const string Invalid = "Invalid";
    public const string Expired = "Expired";
    public const string Gone = "Gone";
    public const string Forbidden = "Forbidden";
    public const string Unauthorized = "Unauthorized";
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>Ours: a 404 that is no Status. The path itself is unknown there: the kind is not served.</summary>
    public const string NotServed = "NotServed";

    /// <summary>Ours, for the kinds of <see cref="ApiErrorKind"/> that bear no Status; else the server's word or the status code's name.</summary>
    public static string Of(ApiErrorKind kind) => kind.ToString();
}
