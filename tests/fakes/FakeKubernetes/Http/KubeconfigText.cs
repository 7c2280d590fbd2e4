using System.Text;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A kubeconfig with one context.</summary>
internal static class KubeconfigText
{
    public static string Write(Uri address, string token, string? authority)
    {
        var data = authority is null ? "" : $"\n    certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority))}";
        return $"""
            apiVersion: v1
            kind: Config
            current-context: fake
            contexts:
            - name: fake
              context: {"{"}cluster: fake, user: admin, namespace: default{"}"}
            clusters:
            - name: fake
              cluster:
                server: {address.GetLeftPart(UriPartial.Authority)}{data}
            users:
            - name: admin
              user:
                token: {token}

            """;
    }
}
