using System.Net.Http.Headers;

namespace Rollout.Kubernetes.Rest;

/// <summary>Reads Retry-After: seconds, or a date.</summary>
internal static class RetryAfterHeader
{
    public static TimeSpan? Read(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        if (header?.Delta is { } delta)
        {
            return delta;
        }

        return header?.Date is { } date ? (date > now ? date - now : TimeSpan.Zero) : null;
    }
}
