using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Configuration;

public sealed class ClusterConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_file_wins_entry_by_entry_as_with_kubectl()
    {
        // What `KUBECONFIG=a::missing:b kubectl config view --raw` of 1.32.4 prints for these two files: cluster red and user u of a, context cb.
        var a = folder.Write("a.yaml", """
            current-context: ""
            clusters:
            - {name: red, cluster: {server: "https://a:1"}}
            users:
            - {name: u, user: {token: from-a}}
            """);
        var b = folder.Write("b.yaml", """
            current-context: cb
            clusters:
            - {name: red, cluster: {server: "https://b:2", tls-server-name: fromb}}
            users:
            - {name: u, user: {token: from-b, username: x}}
            contexts:
            - {name: cb, context: {cluster: red, user: u, namespace: shop}}
            """);
        var connection = await Loading.ReadyAsync(Loading.Sources(("KUBECONFIG", $"{a}::{folder.Path}/missing:{b}")));
        Assert.Equal(new Uri("https://a:1"), connection.Server);
        Assert.Null(connection.TlsServerName);
        Assert.Equal("shop", connection.Namespace);
        Assert.Equal("from-a", (await Given(connection)).BearerToken!.Reveal());
        Assert.Equal($"context 'cb' of {b}:1 current-context", connection.Origin);
    }

    [Fact]
    public async Task Home_is_looked_at_when_nothing_else_is_named_and_the_pod_comes_last()
    {
        folder.Write(".kube/config", Loading.Kubeconfig("{server: 'https://home:6443'}", "{}"));
        var connection = await Loading.ReadyAsync(Loading.Sources(("HOME", folder.Path), ("KUBERNETES_SERVICE_HOST", "10.0.0.1")));
        Assert.Equal("home", connection.Server.Host);
        Assert.Equal(Credential.Anonymous, await Given(connection));

        var found = Assert.Single(await Loading.ProblemsAsync(Loading.Sources(("HOME", "/nonexistent"))));
        Assert.StartsWith("/nonexistent/.kube/config: there is no kubeconfig, and this process does not run in a pod", found);
    }

    [Fact]
    public async Task A_context_may_be_asked_for_by_name_and_an_unknown_one_is_answered_with_those_there_are()
    {
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x'}", "{}"));
        Assert.Equal(
            $"{file}:3 current-context: there is no context 'production'; known are c",
            Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = file, Context = "production" })));
    }

    [Fact]
    public async Task A_file_named_by_hand_must_be_there() =>
        Assert.Equal(
            "/nonexistent/k: it is not there; name a kubeconfig that this process may read",
            Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = "/nonexistent/k" })));

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_each_with_file_line_and_field_and_no_secret()
    {
        var file = folder.Write("k", """
            kind: Config
            current-context: c
            clusters:
            - name: one
              cluster:
                server: ftp://x
                insecure-skip-tls-verify: maybe
                certificate-authority-data: "%%%"
                proxy-url: gopher://y
            users:
            - name: me
              user:
                token: hunter2-token
                username: admin
                client-certificate: nowhere.crt
                as-groups: [a]
                auth-provider: {name: gcp}
            - name: me
            contexts:
            - name: c
              context: {cluster: one, user: me, colour: red}
            """);
        var result = Assert.IsType<ConnectionResult.Refused>(
            await ClusterConfiguration.LoadAsync(Loading.Sources() with { Path = file }, CancellationToken.None));
        var problems = result.Problems.Select(p => p.ToString()[file.Length..]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(
            [
                ":13 users[0].user.as: there are groups or other attributes of someone to act as, and no name; write whom to act as",
                ":13 users[0].user.client-key-data: there is a certificate without its key; give both",
                ":13 users[0].user: there is more than one way to say who this is: token, username and password; keep one of them",
                $":15 users[0].user.client-certificate: {folder.Path}/nowhere.crt is not there; name a file that this process may read",
                ":17 users[0].user.auth-provider: providers that were built into kubectl are gone from it; use the provider's exec plugin",
                ":18 users[1].name: 'me' stands twice in this file; remove one of them",
                ":6 clusters[0].cluster.server: it is no address; write https://…, http://…",
                ":7 clusters[0].cluster.insecure-skip-tls-verify: it is neither true nor false; write true or false",
                ":8 clusters[0].cluster.certificate-authority-data: it is not base64; write the file's bytes in base64, or its path as certificate-authority",
                ":9 clusters[0].cluster.proxy-url: it is no address; write http://…, https://…, socks5://…",
            ],
            problems);
        Assert.DoesNotContain("hunter2", string.Join('\n', result.Problems));
    }

    [Fact]
    public async Task A_field_that_nobody_knows_is_told_and_changes_nothing()
    {
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x', sever: y}", "{tokn: s3cret-value}"));
        var ready = Assert.IsType<ConnectionResult.Ready>(
            await ClusterConfiguration.LoadAsync(Loading.Sources() with { Path = file }, CancellationToken.None));
        Assert.Equal([$"{file}:6 clusters[0].cluster.sever", $"{file}:9 users[0].user.tokn"], ready.Warnings.Select(w => w.Place));
        Assert.DoesNotContain("s3cret", string.Join('\n', ready.Warnings));
    }

    [Theory]
    [InlineData("a: [b", "k:2: it is not YAML")]
    [InlineData("- a", "it is not a mapping")]
    [InlineData("a: b\n---\nc: d", "it holds more than one document")]
    [InlineData("kind: Pod", "it is a Pod")]
    [InlineData("clusters: {a: b}", "it is not a list of mappings")]
    [InlineData("token: hunter2: x", "it is not YAML")]
    public async Task A_file_that_is_no_kubeconfig_is_refused_without_being_quoted(string text, string expected)
    {
        var problems = await Loading.ProblemsAsync(Loading.Sources() with { Path = folder.Write("k", text) });
        Assert.Contains(problems, p => p.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_nests_without_end_or_is_too_large_is_refused_and_takes_nothing_down()
    {
        var deep = folder.Write("deep", "a: " + new string('[', 100_000));
        Assert.Contains("nests more than 32 levels", Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = deep })));
        var large = folder.Write("large", new string('#', BoundedFile.MostBytes + 1));
        Assert.Contains("is larger than 1048576 bytes", Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = large })));
    }

    [Fact]
    public async Task Certificates_come_from_data_or_from_files_beside_the_kubeconfig()
    {
        var authority = new TestCertificates();
        var (certificate, key, _) = authority.Sign("admin");
        folder.Write("pki/ca.crt", authority.AuthorityPem);
        folder.Write("pki/me.key", key);
        var user = $"{{client-certificate-data: {TestCertificates.Base64(certificate)}, client-key: pki/me.key}}";
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x', certificate-authority: pki/ca.crt, tls-server-name: api}", user));
        var connection = await Loading.ReadyAsync(Loading.Sources() with { Path = file });
        Assert.Equal("CN=test authority", Assert.Single(connection.CertificateAuthorities!).Subject);
        Assert.Equal("api", connection.TlsServerName);
        var pair = (await Given(connection)).Certificate!;
        Assert.Equal("CN=admin", pair.Leaf.Subject);
        Assert.True(pair.Leaf.HasPrivateKey);
    }

    [Fact]
    public async Task An_encrypted_key_is_refused_with_a_sentence()
    {
        var (certificate, _, pair) = new TestCertificates().Sign("admin");
        var encrypted = pair.ExportEncryptedPkcs8PrivateKeyPem(
            "word", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes128Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1));
        var user = $"{{client-certificate-data: {TestCertificates.Base64(certificate)}, client-key-data: {TestCertificates.Base64(encrypted)}}}";
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x'}", user));
        Assert.Equal(
            $"{file}:9 users[0].user.client-key-data: the key is encrypted, and nobody is here to type its password; "
            + "give an unencrypted key and its certificate as PEM",
            Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = file })));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused()
    {
        var authority = new TestCertificates();
        var user = $"{{client-certificate-data: {TestCertificates.Base64(authority.Sign("a").Certificate)}, client-key-data: {TestCertificates.Base64(authority.Sign("b").Key)}}}";
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x'}", user));
        Assert.Contains("belongs together", Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = file })));
    }

    [Fact]
    public async Task Nothing_that_is_printed_holds_a_secret()
    {
        var file = folder.Write("k", Loading.Kubeconfig("{server: 'https://x', proxy-url: 'http://u:hunter2@p:3128'}", "{username: u, password: hunter2}"));
        var connection = await Loading.ReadyAsync(Loading.Sources() with { Path = file });
        var credential = await Given(connection);
        Assert.Equal($"https://x/ (context 'c' of {file}:3 current-context, namespace default, through http://p:3128/)", connection.ToString());
        Assert.Equal("credential (password, no certificate)", credential.ToString());
        Assert.Equal("Basic dTpodW50ZXIy", credential.Header()!.ToString());
        Assert.Equal("[redacted]", credential.Basic!.Value.Password.ToString());
    }

    [Fact]
    public async Task The_certificate_goes_unchecked_only_when_told_and_never_beside_an_authority()
    {
        var user = "{as: jane, as-uid: '7', as-groups: [dev], as-user-extra: {scopes/x: [a]}}";
        var told = folder.Write("told", Loading.Kubeconfig("{server: 'https://x', insecure-skip-tls-verify: true}", user));
        var connection = await Loading.ReadyAsync(Loading.Sources() with { Path = told });
        Assert.True(connection.Insecure);
        Assert.Contains("certificate unchecked", connection.ToString());
        Assert.Equal(
            ["Impersonate-User=jane", "Impersonate-Uid=7", "Impersonate-Group=dev", "Impersonate-Extra-scopes%2Fx=a"],
            connection.Impersonation!.Headers().Select(h => $"{h.Key}={h.Value}"));

        var two = folder.Write("two", Loading.Kubeconfig("{server: 'https://x'}", "{as: jane, as-groups: [dev, ops]}"));
        Assert.Contains("users[0].user.as-groups: more than one value cannot be sent", Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = two })));

        var data = TestCertificates.Base64(new TestCertificates().AuthorityPem);
        var both = folder.Write("both", Loading.Kubeconfig($"{{server: 'https://x', insecure-skip-tls-verify: true, certificate-authority-data: {data}}}", "{}"));
        Assert.Contains("an authority is given, and told not to be used", Assert.Single(await Loading.ProblemsAsync(Loading.Sources() with { Path = both })));
    }

    private static async Task<Credential> Given(ClusterConnection connection) =>
        Assert.IsType<CredentialResult.Given>(await connection.Credentials.GetAsync(CancellationToken.None)).Credential;
}
