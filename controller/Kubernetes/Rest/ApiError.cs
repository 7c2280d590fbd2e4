using System.Globalization;

namespace Rollout.Kubernetes.Rest;

/// <summary>Why a request did not do what it should. A value, never thrown.</summary>
public sealed record ApiError
{
    public required ApiErrorKind Kind { get; init; }

    /// <summary>Method and path, without the query: <c>GET /api/v1/namespaces/store/pods/a</c>.</summary>
    public required string Request { get; init; }

    /// <summary>0 where no answer came.</summary>
    public int StatusCode { get; init; }

    /// <summary>One word, of <see cref="ApiReasons"/> or another of the server's.</summary>
    public required string Reason { get; init; }

    /// <summary>The server's sentence, or ours.</summary>
    public required string Message { get; init; }

    public IReadOnlyList<ApiCause> Causes { get; init; } = [];

    /// <summary>When the server wants to be asked again (Retry-After, or retryAfterSeconds of the Status).</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsNotFound => StatusCode == 404;

    /// <summary>The kind itself is not served here (yet).</summary>
    public bool IsNotServed => StatusCode == 404 && Reason == ApiReasons.NotServed;

    public bool IsAlreadyExists => StatusCode == 409 && Reason == ApiReasons.AlreadyExists;

    /// <summary>Somebody else wrote in between, or owns a field: observe again.</summary>
    public bool IsConflict => StatusCode == 409 && Reason != ApiReasons.AlreadyExists;

    /// <summary>A resourceVersion or a continue token is too old: list anew.</summary>
    public bool IsExpired => StatusCode == 410 || Reason is ApiReasons.Expired or ApiReasons.Gone;

    public bool IsInvalid => StatusCode == 422;

    public bool IsForbidden => StatusCode == 403;

    public bool IsUnauthorized => StatusCode == 401;

    public bool IsThrottled => StatusCode == 429;

    /// <summary>
    /// Whether the server may have done what was asked all the same: nobody may repeat such a write blindly, but must look first.
    /// </summary>
    public bool MayHaveBeenCarriedOut => Kind switch
    {
        ApiErrorKind.Lost or ApiErrorKind.TimedOut or ApiErrorKind.Unreadable => true,
        ApiErrorKind.Answered => StatusCode >= 500 && StatusCode != 503,
        ApiErrorKind.Unreachable or ApiErrorKind.NoCredential => false,
    };

    public override string ToString()
    {
        var status = StatusCode == 0 ? "" : StatusCode.ToString(CultureInfo.InvariantCulture) + " ";
        var causes = Causes.Count == 0 ? "" : $" [{string.Join("; ", Causes.Select(c => $"{c.Field}: {c.Message}"))}]";
        return $"{Request}: {status}{Reason}: {Message}{causes}";
    }
}
