using System.Text;
using Rollout.FakeKubernetes;
using Rollout.Support;

namespace Rollout.Operator.Tests;

/// <summary>
/// The account of the controller with exactly the roles that the chart renders: its plain manifests, which are kept equal to the templates. So a
/// verb that is missing there is missing here.
/// </summary>
internal static class InstalledAccount
{
    public const string Namespace = "rollout-system";
    private static readonly (string Kind, string Plural)[] Policies =
    [
        ("MutatingAdmissionPolicy", "mutatingadmissionpolicies"), ("MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings"),
        ("ValidatingAdmissionPolicy", "validatingadmissionpolicies"), ("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings"),
    ];

    private static readonly string[] Kinds = ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

    /// <param name="server">Where.</param>
    /// <param name="policies">With the admission policies of the chart too.</param>
    /// <returns>A token of the account.</returns>
    public static async Task<string> InstallAsync(FakeKubernetesServer server, bool policies = false)
    {
        using var http = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {server.AdminToken}" } } };
        await PostAsync(http, "/api/v1/namespaces", await File.ReadAllTextAsync(Checkout.At("charts", "rollout", "kustomize", "namespace.yaml")));
        var manifests = await File.ReadAllTextAsync(Checkout.At("charts", "rollout", "kustomize", "rollout.yaml"));
        foreach (var one in manifests.Split("\n---\n"))
        {
            if (Kinds.FirstOrDefault(kind => one.Contains($"\nkind: {kind}\n", StringComparison.Ordinal)) is { } kind)
            {
                await PostAsync(http, kind switch
                {
                    "ServiceAccount" => $"/api/v1/namespaces/{Namespace}/serviceaccounts",
                    "Role" or "RoleBinding" => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/{kind.ToLowerInvariant()}s",
                    _ => $"/apis/rbac.authorization.k8s.io/v1/{kind.ToLowerInvariant()}s",
                }, one);
            }
        }

        foreach (var one in policies ? (await File.ReadAllTextAsync(Checkout.At("charts", "rollout", "kustomize", "policies", "policies.yaml"))).Split("\n---\n") : [])
        {
            if (Policies.FirstOrDefault(policy => one.Contains($"\nkind: {policy.Kind}\n", StringComparison.Ordinal)) is { Plural: { } plural })
            {
                await PostAsync(http, $"/apis/admissionregistration.k8s.io/v1/{plural}", one);
            }
        }

        return server.TokenFor(Namespace, "rollout");
    }

    private static async Task PostAsync(HttpClient http, string path, string yaml)
    {
        using var body = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}\n{yaml}");
    }
}
