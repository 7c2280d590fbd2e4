using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Targets;

namespace Rollout.Server.Loop;

/// <summary>
/// Probes go on after a promotion: one that begins to fail soon after it is told together with the release, because that is where one
/// looks first. It moves nothing: the fleet runs the release everywhere, so there is no stable to compare with. Pure.
/// </summary>
public static class PromotionWatch
{
    public static IEnumerable<Trouble> Troubles(StaggeredRolloutSpec spec, Progress progress, IReadOnlyList<ProbeStanding> standings, DateTimeOffset now)
    {
        if (progress.Outcomes.Count == 0 || progress.Outcomes[0] is not { Result: OutcomeResult.Promoted } promoted || progress.StableRevision != promoted.Revision)
        {
            return [];
        }

        return spec.Probes
            .Where(p => p.Probe is { } probe && now - promoted.EndedAt <= probe.WatchAfter)
            .Select(p => (p.Name, Failing: standings.FirstOrDefault(s =>
                s.Probe == p.Name && (s.Revision == promoted.Revision || s.Node == Assigning.Whole) && s is { Health: ProbeHealth.Failing, Failure.At: var at } && at >= promoted.EndedAt)))
            .Where(f => f.Failing is not null)
            .Select(f => new Trouble(
                Reasons.ProbeFailsAfterPromotion,
                $"{f.Name}/{promoted.Revision}",
                $"Probe {f.Name} fails{(f.Failing!.Node == Assigning.Whole ? "" : $" on {f.Failing.Node}")} since {promoted.Revision} was promoted: {f.Failing.Failure}",
                f.Failing.Failure!.At));
    }
}
