using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>
/// Which nodes' answers may be laid to which revision's account. A node that is about to change may answer with the new version already while
/// it is still seen with the old one: what it says then would blur what stable looks like. Pure.
/// </summary>
internal static class ContractNodes
{
    public static Dictionary<string, string> Of(FleetState fleet, Progress progress)
    {
        var promoting = (progress.Before ?? progress.Phase) == Phase.Promoting;
        return fleet.Nodes
            .Where(n => n is { Ready: true, Revision: not null })
            .Where(n => n.Revision != progress.StableRevision || !(promoting || progress.CanaryNodes.Contains(n.Name)))
            .ToDictionary(n => n.Name, n => n.Revision!, StringComparer.Ordinal);
    }
}
