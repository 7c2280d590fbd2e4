using Rollout.Api;

namespace Rollout.Server.Client;

/// <summary>What a controller's HTTP API answered about one rollout. A controller out of reach is an answer like the others.</summary>
public abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <param name="Rollout">As it was last recorded.</param>
    /// <param name="Json">The same as it came, with the fields that we have no name for.</param>
    /// <param name="ETag">For the next look; null where the server gave none.</param>
    public sealed record Found(RolloutSeen Rollout, string Json, string? ETag) : ApiAnswer;

    /// <summary>Nothing has changed since the look with that ETag.</summary>
    public sealed record Unchanged : ApiAnswer;

    /// <summary>There is no such rollout (404).</summary>
    public sealed record Missing(string Detail) : ApiAnswer;

    /// <summary>Who asks may not (401, 403).</summary>
    public sealed record Denied(string Detail) : ApiAnswer;

    /// <summary>It makes no sense now (409).</summary>
    public sealed record Conflict(string Detail) : ApiAnswer;

    /// <summary>What was asked for is wrong (any other 4xx), with every problem that the server named.</summary>
    public sealed record Invalid(string Detail, IReadOnlyList<Problem> Problems) : ApiAnswer;

    /// <summary>Not reached, no answer in time, or a server's fault (5xx): ask again later.</summary>
    public sealed record Away(string Reason) : ApiAnswer;
}
