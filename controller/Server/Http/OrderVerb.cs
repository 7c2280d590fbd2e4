namespace Rollout.Server.Http;

/// <summary>What a person or a pipeline can ask for (contract section 6).</summary>
public enum OrderVerb
{
    Start,
    Pause,
    Resume,
    Promote,
    Abort,
    Retry,
}
