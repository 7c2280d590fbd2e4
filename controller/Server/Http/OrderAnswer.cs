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
    public sealed record Conflict(string Reason) : OrderAnswer
    {
        /// <summary>Of the server that it was passed on to, where it was that one's answer; 0: it was not, or none came.</summary>
        public int PassedOn { get; init; }
    }

    /// <summary>The order itself is wrong: 422 with every problem.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : OrderAnswer;
}
