using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>Since when each node has been seen ready on the revision it runs. Not recorded: a restart costs one warm-up of history.</summary>
public sealed record SteadyNodes
{
    public static readonly SteadyNodes None = new();

    public IReadOnlyDictionary<string, DateTimeOffset> Since { get; private init; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    private IReadOnlyDictionary<string, string> Revisions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>After another look at the fleet. A node that was down or changed its revision begins anew.</summary>
    public SteadyNodes Seen(FleetState fleet, DateTimeOffset now)
    {
        var since = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var revisions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in fleet.Nodes.Where(n => n is { Ready: true, Revision: not null }))
        {
            revisions[node.Name] = node.Revision!;
            since[node.Name] = Revisions.GetValueOrDefault(node.Name) == node.Revision ? Since[node.Name] : now;
        }

        return new SteadyNodes { Since = since, Revisions = revisions };
    }
}
