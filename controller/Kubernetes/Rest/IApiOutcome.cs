namespace Rollout.Kubernetes.Rest;

/// <summary>What all results have, whatever their value: for those who only ask whether it went well.</summary>
public interface IApiOutcome
{
    /// <summary>Null where it went well.</summary>
    ApiError? Error { get; }
}
