using System.Security.Cryptography;
using System.Text;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Access;

/// <summary>
/// Asks the API server whose token it is (TokenReview) and whether they may (SubjectAccessReview). Answers are kept for a few seconds, so
/// that a busy pipeline does not ask for each call; an answer that could not be had is never kept.
/// </summary>
public sealed class ReviewGuard(ClusterClient cluster, TimeProvider time, IReadOnlyList<string>? audiences = null) : ICallGuard
{
    /// <summary>How long a right that was taken away still opens.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    /// <summary>Answers kept at most: tokens that somebody makes up cost no more than this.</summary>
    public const int MostKept = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (GuardAnswer Answer, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);

    public async ValueTask<GuardAnswer> AskAsync(string? authorization, IReadOnlyList<AccessDemand> demands, CancellationToken cancellationToken)
    {
        if (BearerToken.Of(authorization) is not { } token)
        {
            return new GuardAnswer.Unknown("A token is needed", "send the header Authorization: Bearer TOKEN, such as of `kubectl create token NAME`");
        }

        var key = KeyOf(token, demands);
        if (Find(key) is { } known)
        {
            return known;
        }

        var answer = await ReviewAsync(token, demands, cancellationToken);
        if (answer is not GuardAnswer.Unavailable)
        {
            Keep(key, answer);
        }

        return answer;
    }

    internal int KeptNow
    {
        get
        {
            lock (gate)
            {
                return kept.Count;
            }
        }
    }

    private async ValueTask<GuardAnswer> ReviewAsync(string token, IReadOnlyList<AccessDemand> demands, CancellationToken cancellationToken)
    {
        var reviewed = await cluster.ReviewTokenAsync(new Secret(token), audiences, cancellationToken);
        if (!reviewed.TryGet(out var whose, out var error))
        {
            return new GuardAnswer.Unavailable($"the API server did not review the token: {error}");
        }

        if (whose is not { Authenticated: true, User: { Username: { Length: > 0 } name } user })
        {
            return new GuardAnswer.Unknown("The API server does not know the token", "send one that is valid now, such as of `kubectl create token NAME`");
        }

        foreach (var demand in demands)
        {
            var asked = await cluster.ReviewAccessAsync(Question(user, demand), cancellationToken);
            if (!asked.TryGet(out var access, out error))
            {
                return new GuardAnswer.Unavailable($"the API server did not say whether {name} may: {error}");
            }

            if (access is not { Allowed: true, Denied: not true })
            {
                return new GuardAnswer.Forbidden($"{name} may not do this", $"give them a Role with the verb {demand.Verb} on {Resource(demand)}{Place(demand)}");
            }
        }

        return new GuardAnswer.Allowed(name);
    }

    private static string Resource(AccessDemand demand) =>
        $"{demand.Resource}{(demand.Subresource.Length > 0 ? "/" + demand.Subresource : "")}{(demand.Group.Length > 0 ? " of " + demand.Group : "")}";

    private static string Place(AccessDemand demand) => demand.Namespace.Length > 0 ? $" in the namespace {demand.Namespace}" : " in all namespaces (a ClusterRole)";

    /// <summary>A digest: no token lies about in memory for longer than its call.</summary>
    private static string KeyOf(string token, IReadOnlyList<AccessDemand> demands) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token + "\n" + string.Join('\n', demands))));

    private GuardAnswer? Find(string key)
    {
        lock (gate)
        {
            return kept.TryGetValue(key, out var found) && time.GetUtcNow() < found.Until ? found.Answer : null;
        }
    }

    private void Keep(string key, GuardAnswer answer)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (kept.Count >= MostKept)
            {
                foreach (var old in kept.Where(k => k.Value.Until <= now).Select(k => k.Key).ToList())
                {
                    kept.Remove(old);
                }
            }

            if (kept.Count >= MostKept)
            {
                kept.Remove(kept.MinBy(k => k.Value.Until).Key);
            }

            kept[key] = (answer, now + Kept);
        }
    }

    private static SubjectAccessReview.AccessSpec Question(UserInfo user, AccessDemand demand) => new()
    {
        User = user.Username,
        Uid = user.Uid,
        Groups = user.Groups,
        Extra = user.Extra,
        ResourceAttributes = new SubjectAccessReview.ResourceAttributes
        {
            Verb = demand.Verb, Group = demand.Group, Resource = demand.Resource, Subresource = Or(demand.Subresource), Namespace = Or(demand.Namespace), Name = Or(demand.Name),
        },
    };

    private static string? Or(string text) => text.Length == 0 ? null : text;
}
