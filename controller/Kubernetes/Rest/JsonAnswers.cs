using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Rollout.Kubernetes.Rest;

/// <summary>Turns an answer into an object, or into the error that it is none.</summary>
internal static class JsonAnswers
{
    public static ApiResult<T> Read<T>(ApiRequest request, ApiAnswer answer, JsonTypeInfo<T> json)
        where T : class =>
        Guard(request, () => JsonSerializer.Deserialize(answer.Body.Span, json) ?? throw new JsonException("it is null"));

    public static ApiResult<T> Guard<T>(ApiRequest request, Func<T> read)
    {
        try
        {
            return new ApiResult<T>.Ok(read());
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return new ApiResult<T>.Failed(ApiErrors.Of(ApiErrorKind.Unreadable, request.ToString(), $"the answer cannot be read: {e.Message}"));
        }
    }
}
