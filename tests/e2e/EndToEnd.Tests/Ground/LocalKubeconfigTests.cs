namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>A kubeconfig that works where it lies works as the copy that the suite makes of it.</summary>
public class LocalKubeconfigTests
{
    private const string Text = """
        apiVersion: v1
        kind: Config
        current-context: a
        clusters:
        - {name: c, cluster: {server: "https://10.0.0.1:6443", certificate-authority: pki/ca.crt}}
        users:
        - {name: u, user: {client-certificate: ./u.crt, client-key: /keys/u.key, tokenFile: ""}}
        - {name: plugin, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [x]}}}
        - {name: cloud, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: gke-auth}}}
        - {name: anonymous}
        contexts:
        - {name: a, context: {cluster: c, user: u, namespace: mine}}
        - {name: b, context: {cluster: c, user: plugin}}
        """;

    [Fact]
    public void Files_and_plugins_are_found_from_where_the_original_lies()
    {
        var copy = LocalKubeconfig.In(Text, "/home/me/.kube", "rollout-e2e-1");
        foreach (var part in new[] { "certificate-authority: /home/me/.kube/pki/ca.crt", "client-certificate: /home/me/.kube/u.crt", "client-key: /keys/u.key",
            "tokenFile: \"\"", "command: /home/me/.kube/bin/login", "command: gke-auth" })
        {
            Assert.Contains(part, copy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_namespace_is_that_of_the_context_in_use_alone()
    {
        Assert.Contains("user: u, namespace: rollout-e2e-1", LocalKubeconfig.In(Text, "/", "rollout-e2e-1"), StringComparison.Ordinal);
        var other = LocalKubeconfig.In(Text, "/", "rollout-e2e-1", "b");
        Assert.Contains("current-context: b", other, StringComparison.Ordinal);
        Assert.Contains("user: plugin, namespace: rollout-e2e-1", other, StringComparison.Ordinal);
        Assert.Contains("namespace: mine", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_may_read_the_copy()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rollout-e2e-{Guid.NewGuid():N}.kubeconfig");
        await LocalKubeconfig.WriteAsync(path, Text);
        try
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
