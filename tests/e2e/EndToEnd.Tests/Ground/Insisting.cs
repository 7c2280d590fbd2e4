using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>
/// Writes that may be repeated: applies, patches, deletions. A definition that was just established answers 429, somebody else's write 409, and the
/// way to a server may break at any time; the client repeats no write by itself.
/// </summary>
internal static class Insisting
{
    private const int MostTries = 20;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task<ApiResult<T>> OnAsync<T>(Func<Task<ApiResult<T>>> write)
        where T : class
    {
        for (var done = 1; ; done++)
        {
            var answer = await write();
            if (answer.TryGet(out _, out var error) || done == MostTries || !IsPassing(error))
            {
                return answer;
            }

            await Task.Delay(error.RetryAfter is { } asked && asked > Between ? asked : Between, TimeProvider.System);
        }
    }

    /// <summary>It says nothing about what was asked, but about this moment.</summary>
    public static bool IsPassing(ApiError error) => error.Kind switch
    {
        ApiErrorKind.Answered => error.IsThrottled || error.IsConflict || error.StatusCode >= 500,
        ApiErrorKind.Unreachable or ApiErrorKind.Lost or ApiErrorKind.TimedOut or ApiErrorKind.Unreadable => true,
        ApiErrorKind.NoCredential => false,
    };
}
