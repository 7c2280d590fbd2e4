using Microsoft.AspNetCore.Http;
using Rollout.Fleets.Kubernetes;
using Rollout.Recording;
using Rollout.Server.Access;
using Rollout.Server.Http;

namespace Rollout.Server.Operator;

/// <summary>
/// Whose token it is the cluster knows (TokenReview), and whether they may do by the API what they could do with kubectl (SubjectAccessReview):
/// patch the StaggeredRollout, and for new images the workload. The controller's own permissions give nobody anything.
/// </summary>
/// <param name="guard">Asks the cluster, and keeps its answers for a few seconds.</param>
/// <param name="workloadOf">The workload of a rollout; null: it has none.</param>
public sealed class ClusterAccess(ICallGuard guard, Func<RolloutKey, WorkloadTarget?> workloadOf) : IAccess
{
    public async ValueTask<AccessAnswer> ReviewAsync(string authorization, AccessWish wish, string from, CancellationToken cancellationToken) =>
        await guard.AskAsync(authorization, [.. Wanted(wish)], cancellationToken) switch
        {
            GuardAnswer.Allowed allowed => new AccessAnswer.Allowed(allowed.Caller),
            GuardAnswer.Unknown unknown => new AccessAnswer.Refused(StatusCodes.Status401Unauthorized, unknown.Title, unknown.Mend),
            GuardAnswer.Forbidden forbidden => new AccessAnswer.Refused(StatusCodes.Status403Forbidden, forbidden.Title, forbidden.Mend),
            GuardAnswer.Unavailable unavailable => new AccessAnswer.Refused(
                StatusCodes.Status503ServiceUnavailable, "Nobody can tell just now", $"{unavailable.Why}; try again"),
            _ => throw new InvalidOperationException("a guard has no fifth answer"),
        };

    private IEnumerable<AccessDemand> Wanted(AccessWish wish)
    {
        yield return AccessDemand.ToOrder(wish.Namespace, wish.Name);
        if (wish.Verb == OrderVerb.Start && workloadOf(new RolloutKey(wish.Namespace, wish.Name)) is { } workload)
        {
            yield return new AccessDemand("patch", workload.Type.Group, workload.Type.Plural, "", wish.Namespace, workload.Name);
        }
    }
}
