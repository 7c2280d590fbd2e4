using System.Text;
using System.Text.Json;

namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Reads what a plugin printed. Pure. Never quotes it: it is a credential, even where it is broken.</summary>
internal static class ExecReply
{
    public static ExecAnswer Read(ExecPlugin plugin, byte[] output)
    {
        ExecCredentialDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(output, ExecJson.Default.ExecCredentialDocument);
        }
        catch (JsonException)
        {
            return Failed(plugin, "printed no ExecCredential");
        }

        if (document?.Kind != "ExecCredential" || document.ApiVersion != plugin.ApiVersion)
        {
            return Failed(plugin, $"printed something else than an ExecCredential of {plugin.ApiVersion}");
        }

        var status = document.Status;
        var (certificate, key) = (status?.ClientCertificateData, status?.ClientKeyData);
        if (status is null || (string.IsNullOrEmpty(status.Token) && certificate is null && key is null))
        {
            return Failed(plugin, "printed neither a token nor a certificate");
        }

        if ((certificate is null) != (key is null))
        {
            return Failed(plugin, "printed a certificate or a key without the other");
        }

        ClientCertificate? pair = null;
        if (certificate is not null)
        {
            pair = PemCertificates.Client(Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key!), out var wrong);
            if (pair is null)
            {
                return Failed(plugin, $"printed a certificate that cannot be used: {wrong}");
            }
        }

        var token = string.IsNullOrEmpty(status.Token) ? null : new Secret(status.Token);
        return new ExecAnswer.Given(token, pair, status.ExpirationTimestamp);
    }

    private static ExecAnswer.Failed Failed(ExecPlugin plugin, string what) => new($"the exec plugin {plugin.Command} {what}");
}
