using System.Globalization;
using System.Text;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Configuration;

/// <summary>What a pod knows of its cluster: two environment variables and three mounted files, of which the token is replaced every hour or so.</summary>
internal static class InClusterConfiguration
{
    public static bool IsPod(ConfigurationSources sources) =>
        sources.Environment.GetValueOrDefault("KUBERNETES_SERVICE_HOST") is { Length: > 0 };

    public static async Task<ConnectionResult> LoadAsync(ConfigurationSources sources, CancellationToken cancellation)
    {
        var problems = new List<ConfigurationProblem>();
        var server = Server(sources, problems);
        var folder = sources.ServiceAccountFolder;

        var tokens = new TokenFileCredentials(Path.Combine(folder, "token"), Credential.Anonymous, sources.Time);
        if (await tokens.GetAsync(cancellation) is CredentialResult.Unavailable noToken)
        {
            problems.Add(new ConfigurationProblem(Path.Combine(folder, "token"), noToken.Reason, "let the pod mount its service account's token"));
        }

        var authority = Path.Combine(folder, "ca.crt");
        var (pem, wrong) = await BoundedFile.ReadAsync(authority, cancellation);
        var authorities = pem is null ? null : PemCertificates.Authorities(pem, out wrong);
        if (authorities is null)
        {
            problems.Add(new ConfigurationProblem(authority, $"it {wrong}", "let the pod mount its service account"));
        }

        // Only a convenience: a pod without it asks for its namespaces by name.
        var (space, _) = await BoundedFile.ReadAsync(Path.Combine(folder, "namespace"), cancellation);
        return problems.Count > 0 ? new ConnectionResult.Refused(problems) : new ConnectionResult.Ready(
            new ClusterConnection
            {
                Server = server!,
                CertificateAuthorities = authorities,
                Credentials = tokens,
                Namespace = space is { Length: > 0 } ? Encoding.UTF8.GetString(space).Trim() : "default",
                Origin = "in the cluster",
            },
            []);
    }

    private static Uri? Server(ConfigurationSources sources, List<ConfigurationProblem> problems)
    {
        var host = sources.Environment["KUBERNETES_SERVICE_HOST"];
        var port = sources.Environment.GetValueOrDefault("KUBERNETES_SERVICE_PORT");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add(new ConfigurationProblem("KUBERNETES_SERVICE_PORT", port is null ? "it is not set" : "it is no port", "it is set in every pod"));
            return null;
        }

        var name = host.Contains(':') ? $"[{host}]" : host;
        if (Uri.TryCreate($"https://{name}:{number.ToString(CultureInfo.InvariantCulture)}", UriKind.Absolute, out var server))
        {
            return server;
        }

        problems.Add(new ConfigurationProblem("KUBERNETES_SERVICE_HOST", "it is no host", "it is set in every pod"));
        return null;
    }
}
