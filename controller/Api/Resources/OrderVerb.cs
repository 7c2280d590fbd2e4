namespace Rollout.Api.Resources;

/// <summary>What may be ordered by an annotation.</summary>
public enum OrderVerb
{
    Abort,
    Promote,
    Retry,
}
