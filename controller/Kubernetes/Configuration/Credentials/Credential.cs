using System.Net.Http.Headers;
using System.Text;

namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Who a request is from. None of it is ever printed.</summary>
public sealed record Credential
{
    public static Credential Anonymous { get; } = new();

    public Secret? BearerToken { get; init; }

    public (string User, Secret Password)? Basic { get; init; }

    public ClientCertificate? Certificate { get; init; }

    /// <summary>The Authorization header; null where there is none to send.</summary>
    internal AuthenticationHeaderValue? Header() => (BearerToken, Basic) switch
    {
        ({ } token, _) => new AuthenticationHeaderValue("Bearer", token.Reveal()),
        (_, var (user, password)) =>
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password.Reveal()}"))),
        _ => null,
    };

    public override string ToString() =>
        $"credential ({(BearerToken is not null ? "token" : Basic is not null ? "password" : "no header")}, "
        + $"{(Certificate is null ? "no certificate" : "certificate")})";
}
