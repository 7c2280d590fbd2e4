using Rollout.Api;

namespace Rollout.Server.Operator;

/// <summary>What came of starting the controller of a cluster. Refused: nothing runs.</summary>
public abstract record OperatorStart
{
    private OperatorStart()
    {
    }

    public sealed record Running(OperatorController Controller) : OperatorStart;

    public sealed record BadInput(IReadOnlyList<Problem> Problems) : OperatorStart;

    /// <summary>Something that is needed cannot be had: the port, the token file.</summary>
    public sealed record Unavailable(Problem Problem) : OperatorStart;
}
