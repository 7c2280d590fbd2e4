namespace Rollout.Server.Access;

/// <summary>Says who calls and whether they may: a configured token on hosts, TokenReview and SubjectAccessReview in Kubernetes.</summary>
public interface ICallGuard
{
    /// <param name="authorization">The header Authorization; null or empty: there is none.</param>
    /// <param name="demands">All of them must be met.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    ValueTask<GuardAnswer> AskAsync(string? authorization, IReadOnlyList<AccessDemand> demands, CancellationToken cancellationToken);
}
