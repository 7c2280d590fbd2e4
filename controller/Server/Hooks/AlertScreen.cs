using Rollout.Api;

namespace Rollout.Server.Hooks;

/// <summary>Which alerts concern a rollout: those that fit a policy of its spec, read once. The planner says which policy, and what it means.</summary>
public sealed class AlertScreen(StaggeredRolloutSpec spec)
{
    /// <summary>The matchers of each policy; all of one must hold.</summary>
    public IReadOnlyList<IReadOnlyList<AlertMatcher>> Policies { get; } =
        [.. spec.Alerts.Select(p => (IReadOnlyList<AlertMatcher>)[.. p.Matchers.Select(m => AlertMatcher.Parse(m, out _)).OfType<AlertMatcher>()])];
}
