using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>The ordered level that the latest attempt did not bring the fleet to.</summary>
/// <param name="Level">Which.</param>
/// <param name="Node">Where it failed; empty: nowhere in particular.</param>
/// <param name="Reason">Why, as the fleet says it.</param>
/// <param name="Since">When the first of the attempts in a row failed.</param>
public sealed record LevelFailure(Effect Level, string Node, string Reason, DateTimeOffset Since)
{
    /// <summary>The level and the node, without the reason, which may tick.</summary>
    public string About => Node.Length == 0 ? Wanted : $"{Wanted}: {Node}";

    public string Message => $"The fleet is not as ordered ({Wanted}){(Node.Length == 0 ? "" : $", {Node} failed")}: {Reason}";

    private string Wanted => Level switch
    {
        Effect.EnsureCanaries canaries => $"{canaries.Revision} on {string.Join(", ", canaries.Nodes)} and {canaries.Stable} on the others",
        Effect.EnsureEverywhere everywhere => $"{everywhere.Revision} on every node",
        Effect.EnsureNothing => "nothing",
        _ => throw new InvalidOperationException($"no such level: {Level}"),
    };
}
