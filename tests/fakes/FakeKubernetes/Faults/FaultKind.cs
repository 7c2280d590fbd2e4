namespace Rollout.FakeKubernetes.Faults;

/// <summary>What may go wrong on request.</summary>
public enum FaultKind
{
    /// <summary>429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>The write happens, the connection is reset before its answer.</summary>
    ResetAfterwards,

    /// <summary>A watch ends in the middle of a line, after <see cref="FaultRule.AfterEvents"/> events.</summary>
    WatchCut,

    /// <summary>A watch ends with 410 inside the stream, after <see cref="FaultRule.AfterEvents"/> events.</summary>
    WatchExpired,

    /// <summary>A get or list answers as the store was <see cref="FaultRule.Behind"/> writes ago.</summary>
    StaleRead,

    /// <summary>The answer comes after <see cref="FaultRule.Delay"/>.</summary>
    Slow,

    /// <summary>409: as if somebody else had been faster.</summary>
    Conflict,
}
