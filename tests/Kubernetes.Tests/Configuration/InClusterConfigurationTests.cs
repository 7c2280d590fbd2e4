using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Configuration;

public sealed class InClusterConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(Loading.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_pod_finds_server_authority_namespace_and_a_token_that_rotates()
    {
        folder.Write("ca.crt", new TestCertificates().AuthorityPem);
        folder.Write("namespace", "store\n");
        folder.Write("token", "one\n");
        var connection = await Loading.ReadyAsync(Pod("fd00::1", "443"));
        Assert.Equal("https://[fd00::1]/", connection.Server.ToString());
        Assert.Equal("store", connection.Namespace);
        Assert.Equal("CN=test authority", Assert.Single(connection.CertificateAuthorities!).Subject);
        Assert.Equal("one", await Token(connection));

        folder.Write("token", "two\n");
        time.Advance(TokenFileCredentials.Fresh - TimeSpan.FromSeconds(1));
        Assert.Equal("one", await Token(connection));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", await Token(connection));
    }

    [Fact]
    public async Task What_is_missing_in_a_pod_is_told_at_once()
    {
        folder.Write("token", "");
        var problems = await Loading.ProblemsAsync(Pod("10.0.0.1", "http"));
        Assert.Equal(3, problems.Length);
        Assert.StartsWith("KUBERNETES_SERVICE_PORT: it is no port", problems[0]);
        Assert.StartsWith($"{folder.Path}/token: the token file {folder.Path}/token is empty", problems[1]);
        Assert.StartsWith($"{folder.Path}/ca.crt: it is not there", problems[2]);
    }

    private ConfigurationSources Pod(string host, string port) =>
        Loading.Sources(("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", port)) with { ServiceAccountFolder = folder.Path, Time = time };

    private static async Task<string> Token(ClusterConnection connection) =>
        Assert.IsType<CredentialResult.Given>(await connection.Credentials.GetAsync(CancellationToken.None)).Credential.BearerToken!.Reveal();
}
