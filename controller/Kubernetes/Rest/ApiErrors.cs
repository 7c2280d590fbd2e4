using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>Makes errors out of what came, or did not. Pure.</summary>
internal static class ApiErrors
{
    private const int MostText = 400;

    /// <summary>Of an answer of 400 or above: its Status, or what else it holds.</summary>
    public static ApiError Answered(string request, int code, TimeSpan? retryAfter, ReadOnlySpan<byte> body)
    {
        var status = ReadStatus(body);
        if (status is null)
        {
            var text = Plain(body);
            return new ApiError
            {
                Kind = ApiErrorKind.Answered,
                Request = request,
                StatusCode = code,
                Reason = code == 404 ? ApiReasons.NotServed : ((HttpStatusCode)code).ToString(),
                Message = text.Length > 0 ? text : "the answer has no body",
                RetryAfter = retryAfter,
            };
        }

        return OfStatus(request, code, status, retryAfter);
    }

    /// <summary>Of a Status inside a watch that began with 200.</summary>
    public static ApiError InStream(string request, StatusDocument status) => OfStatus(request, status.Code ?? 500, status, null);

    public static ApiError Of(ApiErrorKind kind, string request, string message) => new()
    {
        Kind = kind,
        Request = request,
        Reason = ApiReasons.Of(kind),
        Message = message,
    };

    /// <summary>Of what the HTTP stack threw.</summary>
    public static ApiError Thrown(string request, Exception thrown)
    {
        var kind = thrown is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        }
            ? ApiErrorKind.Unreachable
            : ApiErrorKind.Lost;
        var deepest = thrown;
        while (deepest.InnerException is { } inner)
        {
            deepest = inner;
        }

        return Of(kind, request, deepest == thrown ? thrown.Message : $"{thrown.Message} {deepest.Message}");
    }

    private static ApiError OfStatus(string request, int code, StatusDocument status, TimeSpan? retryAfter) => new()
    {
        Kind = ApiErrorKind.Answered,
        Request = request,
        StatusCode = code,
        Reason = status.Reason is { Length: > 0 } reason ? reason : ((HttpStatusCode)code).ToString(),
        Message = status.Message ?? "",
        Causes = status.Details?.Causes is { } causes
            ? [.. causes.OfType<StatusDocument.StatusCause>().Select(c => new ApiCause(c.Reason ?? "", c.Message ?? "", c.Field ?? ""))]
            : [],
        RetryAfter = retryAfter ?? (status.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null),
    };

    private static StatusDocument? ReadStatus(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProtocolJson.Default.StatusDocument) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Plain(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostText)]);
        return new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }

    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
