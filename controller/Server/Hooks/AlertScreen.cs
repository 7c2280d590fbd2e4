using Rollout.Api;
using Rollout.Planning.Alerts;

namespace Rollout.Server.Hooks;

/// <summary>Which alerts concern a rollout: those that fit a policy of its spec. The planner says which policy, and what it means. Pure.</summary>
internal static class AlertScreen
{
    public static IReadOnlyList<AlertNews> Fitting(IReadOnlyList<AlertNews> news, StaggeredRolloutSpec spec)
    {
        var policies = spec.Alerts.Select(p => p.Matchers.Select(m => AlertMatcher.Parse(m, out _)).OfType<AlertMatcher>().ToList()).ToList();
        return [.. news.Where(one => policies.Exists(matchers => matchers.TrueForAll(m => m.Matches(one.Labels))))];
    }
}
