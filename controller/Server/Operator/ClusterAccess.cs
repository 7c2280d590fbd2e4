using Microsoft.AspNetCore.Http;
using Rollout.Api.Crds;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Recording;
using Rollout.Server.Http;

namespace Rollout.Server.Operator;

/// <summary>
/// Whose token it is the cluster knows (TokenReview), and whether they may do by the API what they could do with kubectl (SubjectAccessReview):
/// patch the StaggeredRollout, and for new images the workload. The controller's own permissions give nobody anything.
/// </summary>
/// <param name="client">As whom it asks.</param>
/// <param name="workloadOf">The workload of a rollout; null: it has none.</param>
public sealed class ClusterAccess(ClusterClient client, Func<RolloutKey, WorkloadTarget?> workloadOf) : IAccess
{
    private const string Scheme = "Bearer ";
    private const int MostToken = 16 << 10;

    public async ValueTask<AccessAnswer> ReviewAsync(string authorization, AccessWish wish, string from, CancellationToken cancellationToken)
    {
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        if (token.Length is 0 or > MostToken)
        {
            return new AccessAnswer.Refused(StatusCodes.Status401Unauthorized, "A token is needed", "send the header Authorization: Bearer TOKEN, with a token of this cluster");
        }

        var review = await client.ReviewTokenAsync(new Secret(token), null, cancellationToken);
        if (!review.TryGet(out var who, out var error))
        {
            return Unknown(error);
        }

        if (!who.Authenticated || who.User is not { Username: { Length: > 0 } name } user)
        {
            return new AccessAnswer.Refused(StatusCodes.Status401Unauthorized, "The token is not known to the cluster", "make one: kubectl create token NAME");
        }

        foreach (var attributes in Wanted(wish))
        {
            var asked = await client.ReviewAccessAsync(
                new SubjectAccessReview.AccessSpec { User = name, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra, ResourceAttributes = attributes }, cancellationToken);
            if (!asked.TryGet(out var access, out error))
            {
                return Unknown(error);
            }

            if (!access.Allowed)
            {
                return new AccessAnswer.Refused(StatusCodes.Status403Forbidden, "Not allowed",
                    $"{name} may not {attributes.Verb} {attributes.Resource}.{attributes.Group} {attributes.Name} in the namespace {attributes.Namespace}");
            }
        }

        return new AccessAnswer.Allowed(name);
    }

    private IEnumerable<SubjectAccessReview.ResourceAttributes> Wanted(AccessWish wish)
    {
        yield return new SubjectAccessReview.ResourceAttributes
        {
            Group = CustomKind.Group, Resource = CustomKinds.StaggeredRollout.Plural, Verb = "patch", Namespace = wish.Namespace, Name = wish.Name,
        };
        if (wish.Verb == OrderVerb.Start && workloadOf(new RolloutKey(wish.Namespace, wish.Name)) is { } workload)
        {
            yield return new SubjectAccessReview.ResourceAttributes
            {
                Group = workload.Type.Group, Resource = workload.Type.Plural, Verb = "patch", Namespace = wish.Namespace, Name = workload.Name,
            };
        }
    }

    private static AccessAnswer.Refused Unknown(ApiError error) =>
        new(StatusCodes.Status503ServiceUnavailable, "Nobody can tell just now", $"the cluster could not be asked: {error.Reason}; try again");
}
