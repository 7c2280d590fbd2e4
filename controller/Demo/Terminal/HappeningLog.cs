using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Terminal;

/// <summary>Which happenings were told already: each status brings the last fifty again.</summary>
internal sealed class HappeningLog
{
    private readonly HashSet<HappeningSeen> told = [];

    /// <summary>Those not told yet, oldest first.</summary>
    public IReadOnlyList<HappeningSeen> New(RolloutProgress status) =>
        [.. (status.Happenings ?? []).Reverse().Where(told.Add)];
}
