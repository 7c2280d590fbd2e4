namespace Rollout.Fleets;

/// <summary>What came of an Ensure.</summary>
public abstract record EnsureResult
{
    private EnsureResult()
    {
    }

    /// <summary>It was so already.</summary>
    public sealed record Settled : EnsureResult;

    /// <summary>Something was changed; the nodes in order.</summary>
    public sealed record Changed(IReadOnlyList<string> Nodes) : EnsureResult;

    /// <summary>A node could not be changed; the others were left or done as the fleet's parallelism has it.</summary>
    public sealed record Failed(string Node, string Reason) : EnsureResult;
}
