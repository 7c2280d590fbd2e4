using System.Security.Cryptography.X509Certificates;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Configuration;

/// <summary>Turns one context of a merged kubeconfig into a connection; notes everything that is wrong with it.</summary>
internal sealed class ConnectionReading(KubeConfigReading config, ConfigurationSources sources)
{
    private static readonly string[] ContextFields = ["cluster", "user", "namespace", "extensions"];

    private static readonly string[] ClusterFields =
    [
        "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data", "proxy-url",
        "disable-compression", "extensions",
    ];

    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    public async Task<ClusterConnection?> LoadAsync(CancellationToken cancellation)
    {
        if (FindContext() is not { } context)
        {
            return null;
        }

        KnownFields.Warn(context.Fields, ContextFields, config.Warnings);
        var cluster = Follow(context, "cluster", config.Clusters, required: true);
        var user = Follow(context, "user", config.Users, required: false);
        var reached = cluster is null ? null : await ReadClusterAsync(cluster, cancellation);
        var credentials = user is null
            ? new FixedCredentials(Credential.Anonymous)
            : await new UserReading(config, sources).LoadAsync(user, cluster, reached, cancellation);
        var impersonation = user is null ? null : UserReading.Impersonation(user);
        return reached is null || credentials is null ? null : reached with
        {
            Credentials = credentials,
            Impersonation = impersonation,
            Namespace = context.Fields.Text("namespace") ?? "default",
            Origin = $"context '{context.Name}' of {config.Place}",
        };
    }

    private NamedEntry? FindContext()
    {
        var name = sources.Context ?? config.CurrentContext;
        if (name is null)
        {
            config.Problems.Add(new ConfigurationProblem(config.Place, "no current-context is set", $"set it, or name a context; {Known(config.Contexts)}"));
            return null;
        }

        if (config.Contexts.TryGetValue(name, out var context))
        {
            return context;
        }

        config.Problems.Add(new ConfigurationProblem(config.Place, $"there is no context '{name}'", Known(config.Contexts)));
        return null;
    }

    private static NamedEntry? Follow(NamedEntry context, string field, Dictionary<string, NamedEntry> entries, bool required)
    {
        var name = context.Fields.Text(field);
        if (name is not null && entries.TryGetValue(name, out var entry))
        {
            return entry;
        }

        if (name is not null || required)
        {
            context.Fields.Wrong(field, name is null ? $"it names no {field}" : $"there is no {field} '{name}'", Known(entries));
        }

        return null;
    }

    private static string Known(Dictionary<string, NamedEntry> entries) =>
        entries.Count == 0 ? "none is defined" : $"known are {string.Join(", ", entries.Keys.Order(StringComparer.Ordinal))}";

    private async Task<ClusterConnection?> ReadClusterAsync(NamedEntry cluster, CancellationToken cancellation)
    {
        var fields = cluster.Fields;
        KnownFields.Warn(fields, ClusterFields, config.Warnings);
        var server = Address(fields, "server", ["https", "http"]);
        if (server is null && !fields.Has("server"))
        {
            fields.Wrong("server", "it names no server", "write the API server's address: https://host:6443");
        }

        var insecure = fields.Flag("insecure-skip-tls-verify");
        if (insecure && (fields.Has("certificate-authority-data") || fields.Has("certificate-authority")))
        {
            fields.Wrong("insecure-skip-tls-verify", "an authority is given, and told not to be used", "remove one of the two");
        }

        var authorities = await AuthoritiesAsync(cluster, cancellation);
        var proxy = Address(fields, "proxy-url", ProxySchemes);
        var compressed = !fields.Flag("disable-compression");
        return server is null ? null : new ClusterConnection
        {
            Server = server,
            CertificateAuthorities = authorities,
            TlsServerName = fields.Text("tls-server-name"),
            Insecure = insecure,
            Proxy = proxy,
            DisableCompression = !compressed,
            Credentials = new FixedCredentials(Credential.Anonymous),
        };
    }

    private static async Task<X509Certificate2Collection?> AuthoritiesAsync(NamedEntry cluster, CancellationToken cancellation)
    {
        var pem = await MaterialReading.LoadAsync(cluster, "certificate-authority", cancellation);
        if (pem is null)
        {
            return null;
        }

        var authorities = PemCertificates.Authorities(pem, out var wrong);
        if (authorities is null)
        {
            var field = cluster.Fields.Has("certificate-authority-data") ? "certificate-authority-data" : "certificate-authority";
            cluster.Fields.Wrong(field, $"it {wrong}", "give the authority's certificates as PEM");
        }

        return authorities;
    }

    private static Uri? Address(YamlFields fields, string key, string[] schemes)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }

        // kubectl takes an address without a scheme as http; only "host:port" looks like that.
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme, StringComparer.Ordinal) && address.Host.Length > 0)
        {
            return address;
        }

        fields.Wrong(key, "it is no address", $"write {string.Join("://…, ", schemes)}://…");
        return null;
    }
}
