using Rollout.Api;

namespace Rollout.Server.Http;

/// <summary>What became of an order.</summary>
public abstract record OrderAnswer
{
    private OrderAnswer()
    {
    }

    /// <summary>Written down; the next pass takes it.</summary>
    public sealed record Accepted : OrderAnswer;

    /// <summary>It makes no sense now (nothing to promote, nothing refused to retry): 409 with the reason.</summary>
    public sealed record Conflict(string Reason) : OrderAnswer;

    /// <summary>The order itself is wrong: 422 with every problem.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : OrderAnswer;
}
