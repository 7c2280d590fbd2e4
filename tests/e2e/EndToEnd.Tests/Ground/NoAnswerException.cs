using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>A read met trouble on its way, time and again: nothing is known. Whoever waits goes on waiting.</summary>
internal sealed class NoAnswerException(ApiError error) : Exception(error.ToString())
{
    /// <summary>What is to be thrown of a read that failed.</summary>
    public static Exception Of(ApiError error) => Insisting.IsPassing(error) ? new NoAnswerException(error) : new InvalidOperationException(error.ToString());
}
