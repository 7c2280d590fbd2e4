using System.Text;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Configuration;

/// <summary>Turns one user of a kubeconfig into the source of its credentials.</summary>
internal sealed class UserReading(KubeConfigReading config, ConfigurationSources sources)
{
    private static readonly string[] UserFields =
    [
        "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "as", "as-uid", "as-groups",
        "as-user-extra", "username", "password", "auth-provider", "exec", "extensions",
    ];

    /// <summary>Null where it is unusable; what is wrong has been noted.</summary>
    public async Task<ICredentialSource?> LoadAsync(
        NamedEntry user, NamedEntry? cluster, ClusterConnection? reached, CancellationToken cancellation)
    {
        var fields = user.Fields;
        KnownFields.Warn(fields, UserFields, config.Warnings);
        if (fields.Has("auth-provider") || fields.Mapping("auth-provider") is not null)
        {
            fields.Wrong("auth-provider", "providers that were built into kubectl are gone from it", "use the provider's exec plugin");
        }

        OneWayOnly(fields);
        var certificate = await CertificateAsync(user, cancellation);
        var fixedPart = new Credential { Certificate = certificate, Basic = Basic(fields) };
        if (fields.Mapping("exec") is { } exec)
        {
            var plugin = new ExecReading(config.Warnings).Load(exec, user.Folder);
            return plugin is null || reached is null
                ? null
                : new ExecCredentials(new ExecRun(plugin, ClusterInfo(cluster, reached, plugin), sources), fixedPart, sources.Time);
        }

        if (fields.Text("tokenFile") is { } path)
        {
            // As kubectl: the file wins over the token beside it.
            var source = new TokenFileCredentials(Path.Combine(user.Folder, path), fixedPart, sources.Time);
            if (await source.GetAsync(cancellation) is CredentialResult.Unavailable wrong)
            {
                fields.Wrong("tokenFile", wrong.Reason, "name a file that holds a token");
                return null;
            }

            return source;
        }

        return new FixedCredentials(fields.Text("token") is { } token ? fixedPart with { BearerToken = new Secret(token) } : fixedPart);
    }

    public static Impersonation? Impersonation(NamedEntry user)
    {
        var fields = user.Fields;
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Mapping("as-user-extra") is { } more)
        {
            foreach (var key in more.Keys())
            {
                if (OnlyOne(more, key) is { } value)
                {
                    extra[key] = value;
                }
            }
        }

        var (uid, group) = (fields.Text("as-uid"), OnlyOne(fields, "as-groups"));
        if (fields.Text("as") is { } name)
        {
            return new Impersonation(name, uid, group, extra);
        }

        if (uid is not null || group is not null || extra.Count > 0)
        {
            fields.Wrong("as", "there are groups or other attributes of someone to act as, and no name", "write whom to act as");
        }

        return null;
    }

    private static string? OnlyOne(YamlFields fields, string key)
    {
        var values = fields.Texts(key);
        if (values.Count > 1)
        {
            fields.Wrong(key, "more than one value cannot be sent from here: they would arrive as one with commas", "keep one");
        }

        return values.Count == 0 ? null : values[0];
    }

    private static void OneWayOnly(YamlFields fields)
    {
        var ways = new List<string>();
        if (fields.Has("token") || fields.Has("tokenFile"))
        {
            ways.Add("token");
        }

        if (fields.Has("username") || fields.Has("password"))
        {
            ways.Add("username and password");
        }

        if (fields.Mapping("exec") is not null)
        {
            ways.Add("exec");
        }

        if (ways.Count > 1)
        {
            fields.Wrong("", $"there is more than one way to say who this is: {string.Join(", ", ways)}", "keep one of them");
        }
    }

    private static (string User, Secret Password)? Basic(YamlFields fields)
    {
        var (name, password) = (fields.Text("username"), fields.Text("password"));
        if (name is null && password is not null)
        {
            fields.Wrong("username", "there is a password without a name", "write whose it is");
        }

        return name is null ? null : (name, new Secret(password ?? ""));
    }

    private static async Task<ClientCertificate?> CertificateAsync(NamedEntry user, CancellationToken cancellation)
    {
        var certificate = await MaterialReading.LoadAsync(user, "client-certificate", cancellation);
        var key = await MaterialReading.LoadAsync(user, "client-key", cancellation);
        var fields = user.Fields;
        var hasCertificate = fields.Has("client-certificate") || fields.Has("client-certificate-data");
        var hasKey = fields.Has("client-key") || fields.Has("client-key-data");
        if (hasCertificate != hasKey)
        {
            fields.Wrong(
                hasCertificate ? "client-key-data" : "client-certificate-data",
                hasCertificate ? "there is a certificate without its key" : "there is a key without its certificate",
                "give both");
        }

        if (certificate is null || key is null)
        {
            return null;
        }

        var pair = PemCertificates.Client(certificate, key, out var wrong);
        if (pair is null)
        {
            var place = fields.Has("client-key-data") ? "client-key-data" : "client-key";
            fields.Wrong(place, wrong!, "give an unencrypted key and its certificate as PEM");
        }

        return pair;
    }

    private static ExecClusterInfo? ClusterInfo(NamedEntry? cluster, ClusterConnection reached, ExecPlugin plugin) =>
        !plugin.ProvideClusterInfo || cluster is null ? null : new ExecClusterInfo
        {
            Server = reached.Server.OriginalString,
            TlsServerName = reached.TlsServerName,
            InsecureSkipTlsVerify = reached.Insecure ? true : null,
            CertificateAuthorityData = reached.CertificateAuthorities is { } authorities
                ? Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Join('\n', authorities.Select(ca => ca.ExportCertificatePem()))))
                : null,
            ProxyUrl = reached.Proxy?.OriginalString,
        };
}
