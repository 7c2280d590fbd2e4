using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// How a server is spoken to, as a secret tells it. Its keys: <c>username</c> and <c>password</c> (RFC 7617), or <c>token</c>
/// (RFC 6750), <c>ca.crt</c> (PEM; only these authorities are trusted then), <c>tls.crt</c> and <c>tls.key</c> (PEM), and
/// <c>header.NAME</c> for any other header, such as <c>header.X-Scope-OrgID</c>. No message quotes a value.
/// </summary>
internal sealed class ServerCredentials
{
    public const string KnownKeys = "username and password, token, ca.crt, tls.crt and tls.key, header.NAME";
    private const string HeaderKey = "header.";
    private static readonly string[] Known = ["username", "password", "token", "ca.crt", "tls.crt", "tls.key"];

    /// <summary>Nothing but what everybody may do.</summary>
    public static readonly ServerCredentials None = new();

    private ServerCredentials()
    {
    }

    /// <summary>Header to value.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    /// <summary>Null: the system's.</summary>
    public X509Certificate2Collection? Authorities { get; private init; }

    public X509Certificate2? Certificate { get; private init; }

    /// <summary>Two of the same print are the same on the wire; tells nothing of the content.</summary>
    public string Print { get; private init; } = string.Empty;

    /// <summary>What must not be repeated to anybody, should the server repeat it to us.</summary>
    public IReadOnlyList<string> Sensitive { get; private init; } = [];

    /// <summary>Null with what is wrong, as the end of a sentence that began with the secret's name.</summary>
    public static ServerCredentials? Of(SecretRead.Found secret, out string? wrong)
    {
        var texts = secret.Content.ToDictionary(c => c.Key, c => Encoding.UTF8.GetString(c.Value), StringComparer.Ordinal);
        wrong = Wrong(texts);
        if (wrong is not null)
        {
            return null;
        }

        var headers = texts.Where(t => t.Key.StartsWith(HeaderKey, StringComparison.Ordinal))
            .Select(t => (t.Key[HeaderKey.Length..], t.Value.Trim())).ToList();
        if (texts.TryGetValue("token", out var token))
        {
            headers.Add(("Authorization", $"Bearer {token.Trim()}"));
        }
        else if (texts.TryGetValue("username", out var user))
        {
            var pair = $"{user.TrimEnd('\r', '\n')}:{texts["password"].TrimEnd('\r', '\n')}";
            headers.Add(("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}"));
        }

        if (headers.Any(h => h.Item1.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') || h.Item2.Any(char.IsControl)))
        {
            wrong = "holds a header that cannot be sent: names are letters, digits and -, values stand on one line";
            return null;
        }

        if (!Certificates(texts, out var authorities, out var certificate, out wrong))
        {
            return null;
        }

        var print = secret.Content.OrderBy(c => c.Key, StringComparer.Ordinal)
            .Aggregate(string.Empty, (all, c) => $"{all}{c.Key}:{Convert.ToHexString(SHA256.HashData(c.Value))};");
        return new ServerCredentials
        {
            Headers = headers,
            Authorities = authorities,
            Certificate = certificate,
            Print = print,
            Sensitive = [.. headers.Select(h => h.Item2), .. texts.Where(t => t.Key is "token" or "password").Select(t => t.Value.Trim())],
        };
    }

    private static string? Wrong(Dictionary<string, string> texts)
    {
        var strangers = texts.Keys.Where(k => !Known.Contains(k) && !k.StartsWith(HeaderKey, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        bool Has(string key) => texts.ContainsKey(key);
        return strangers.Count > 0 ? $"has the key {string.Join(", ", strangers)}, which means nothing; known are {KnownKeys}"
            : Has("username") != Has("password") ? "has one of username and password without the other"
            : Has("token") && Has("username") ? "has both a token and a username: only one can be sent"
            : Has("tls.crt") != Has("tls.key") ? "has one of tls.crt and tls.key without the other"
            : texts.Any(t => t.Value.Trim().Length == 0) ? $"has nothing under {texts.First(t => t.Value.Trim().Length == 0).Key}"
            : null;
    }

    private static bool Certificates(
        Dictionary<string, string> texts, out X509Certificate2Collection? authorities, out X509Certificate2? certificate, out string? wrong)
    {
        (authorities, certificate, wrong) = (null, null, null);
        var key = "ca.crt";
        try
        {
            if (texts.TryGetValue(key, out var bundle))
            {
                authorities = [];
                authorities.ImportFromPem(bundle);
                wrong = authorities.Count == 0 ? "has no PEM certificate under ca.crt" : null;
            }

            key = "tls.crt and tls.key";
            if (texts.TryGetValue("tls.crt", out var leaf))
            {
                certificate = X509Certificate2.CreateFromPem(leaf, texts["tls.key"]);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            wrong = $"has no PEM that can be read under {key}";
        }

        return wrong is null;
    }
}
