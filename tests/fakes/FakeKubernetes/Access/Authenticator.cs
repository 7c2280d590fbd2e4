using System.Collections.Concurrent;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Access;

/// <summary>Whose token is it? The administrator's, one issued for a service account, or nobody's.</summary>
internal sealed class Authenticator(Cluster cluster)
{
    private readonly ConcurrentDictionary<string, (UserIdentity User, string Space, string Account,
        DateTimeOffset Until)> issued = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, UserIdentity> certificates = new(StringComparer.Ordinal);

    public string AdminToken { get; } = "admin-" + cluster.NewUid();

    /// <exception cref="ApiFault">401: a token that is not known, or one that has expired or whose account is gone.</exception>
    public UserIdentity Identify(string authorization, string? certificate)
    {
        if (certificate is not null)
        {
            return certificates.TryGetValue(certificate, out var holder) ? holder : throw new ApiFault(401, "Unauthorized", "Unauthorized");
        }

        if (authorization.Length == 0)
        {
            return UserIdentity.Anonymous;
        }

        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..] : "";
        return Find(token) ?? throw new ApiFault(401, "Unauthorized", "Unauthorized");
    }

    /// <summary>The administrator may ask as somebody else.</summary>
    public static UserIdentity Impersonated(UserIdentity user, string name, IEnumerable<string> groups) =>
        name.Length == 0 || !user.Groups.Contains("system:masters", StringComparer.Ordinal) ? user
        : new UserIdentity(name, "", name.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
            ? ["system:serviceaccounts", $"system:serviceaccounts:{name.Split(':')[2]}", "system:authenticated"]
            : [.. groups, "system:authenticated"]);

    public UserIdentity? Find(string token)
    {
        if (token == AdminToken)
        {
            return UserIdentity.Administrator;
        }

        return issued.TryGetValue(token, out var found) && cluster.Time.GetUtcNow() < found.Until
            && cluster.Store.Get("serviceaccounts", found.Space, found.Account)?.Body.Text("metadata", "uid") == found.User.Uid
            ? found.User
            : null;
    }

    /// <summary>Whoever shows the certificate with this thumbprint is this user.</summary>
    public void Trust(string thumbprint, string user, IEnumerable<string> groups) =>
        certificates[thumbprint] = new UserIdentity(user, "", [.. groups, "system:authenticated"]);

    public (string Token, DateTimeOffset Until) Issue(string space, string account, string uid, TimeSpan lasts)
    {
        var id = cluster.NewUid();
        var token = $"token-{space}-{account}-{id}";
        var until = cluster.Time.GetUtcNow() + lasts;
        issued[token] = (UserIdentity.ServiceAccount(space, account, uid, $"JTI={id}"), space, account, until);
        return (token, until);
    }
}
