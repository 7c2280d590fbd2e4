using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Configuration.Credentials;

public sealed class ExecCredentialsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(Loading.Noon);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("v1", "interactiveMode: Never, ")]
    [InlineData("v1beta1", "")]
    public async Task A_plugin_is_run_once_until_its_token_expires(string version, string mode)
    {
        Counting(version);
        var connection = await ConnectAsync(version, mode + "env: [{name: COLOUR, value: blue-value}], provideClusterInfo: true");
        Assert.Equal("blue-value-1", await Token(connection));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("blue-value-1", await Token(connection));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("blue-value-2", await Token(connection));

        var told = File.ReadAllText(Path.Combine(folder.Path, "info"));
        Assert.Equal(
            $"{{\"apiVersion\":\"client.authentication.k8s.io/{version}\",\"kind\":\"ExecCredential\","
            + "\"spec\":{\"interactive\":false,\"cluster\":{\"server\":\"https://x\"}}}",
            told);
    }

    [Fact]
    public async Task A_refused_credential_makes_the_plugin_run_again()
    {
        Counting("v1");
        var connection = await ConnectAsync("v1", "interactiveMode: IfAvailable, env: [{name: COLOUR, value: red}]");
        var first = Assert.IsType<CredentialResult.Given>(await connection.Credentials.GetAsync(CancellationToken.None)).Credential;
        connection.Credentials.Refused(first);
        Assert.Equal("red-2", await Token(connection));
    }

    [Theory]
    [InlineData("echo 'no such login for blue-value' >&2; exit 3", "ended with 3: no such login for [redacted]")]
    [InlineData("exit 1", "ended with 1: it says nothing")]
    [InlineData("echo hunter2", "printed no ExecCredential")]
    [InlineData("echo '{}'", "printed something else than an ExecCredential of client.authentication.k8s.io/v1")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "printed neither a token nor a certificate")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"hunter2\"}}'", "without the other")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"hunter2\",\"expirationTimestamp\":\"2026-11-21T11:00:00Z\"}}'", "has expired")]
    [InlineData("head -c 300000 /dev/zero", "wrote more than 262144 bytes")]
    public async Task A_plugin_that_gives_nothing_is_told_with_its_reason_and_without_a_secret(string script, string expected)
    {
        folder.WriteProgram("plugin", script);
        var reason = await Reason(await ConnectAsync("v1", "interactiveMode: Never, env: [{name: COLOUR, value: blue-value}]"));
        Assert.Contains(expected, reason);
        Assert.DoesNotContain("hunter2", reason);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_told_with_its_hint()
    {
        var connection = await ConnectAsync("v1", "interactiveMode: Never, installHint: apt install plugin");
        Assert.Equal($"the exec plugin {folder.Path}/./plugin could not be started (apt install plugin)", await Reason(connection));
    }

    [Fact]
    public async Task A_plugin_that_does_not_end_is_ended_with_its_children()
    {
        folder.WriteProgram("plugin", $"sleep 600 & echo $! > {folder.Path}/child; echo up > {folder.Path}/up; wait");
        var connection = await ConnectAsync("v1", "interactiveMode: Never");
        var asked = Reason(connection);
        while (!File.Exists(Path.Combine(folder.Path, "up")))
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.EndsWith("did not end within 30 s", await asked);
        var child = (await File.ReadAllTextAsync(Path.Combine(folder.Path, "child"))).Trim();
        Assert.True(await Gone(child), $"process {child} still runs");
    }

    [Fact]
    public async Task A_plugin_that_would_ask_somebody_and_one_of_another_version_are_refused()
    {
        var problems = await ProblemsAsync("v1", "interactiveMode: Always");
        Assert.Contains("users[0].user.exec.interactiveMode: the plugin wants to ask somebody, and nobody is here", Assert.Single(problems));
        problems = await ProblemsAsync("v1", "args: {a: b}, env: [{value: x}]");
        Assert.Equal(3, problems.Length);
        Assert.Contains(problems, p => p.Contains("version v1 must say whether the plugin asks", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("exec.args: it is not a list of texts", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("exec.env[0].name: the variable has no name", StringComparison.Ordinal));
        problems = await ProblemsAsync("v1alpha1", "");
        Assert.Contains("known are client.authentication.k8s.io/v1, client.authentication.k8s.io/v1beta1", Assert.Single(problems));
    }

    private void Counting(string version) => folder.WriteProgram("plugin", $$$"""
        n=$(( $(cat {{{folder.Path}}}/n 2>/dev/null || echo 0) + 1 )); echo $n > {{{folder.Path}}}/n
        printf %s "$KUBERNETES_EXEC_INFO" > {{{folder.Path}}}/info
        minute=$(( n * 10 ))
        echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{{{version}}}",
          "status":{"token":"'$COLOUR-$n'","expirationTimestamp":"2026-11-21T12:'$minute':05Z"}}'
        """);

    private string Write(string version, string more) => folder.Write("k", Loading.Kubeconfig(
        "{server: 'https://x'}", $"{{exec: {{apiVersion: client.authentication.k8s.io/{version}, command: ./plugin, {more}}}}}"));

    private Task<ClusterConnection> ConnectAsync(string version, string more) =>
        Loading.ReadyAsync(Loading.Sources() with { Path = Write(version, more), Time = time });

    private Task<string[]> ProblemsAsync(string version, string more) =>
        Loading.ProblemsAsync(Loading.Sources() with { Path = Write(version, more), Time = time });

    private static async Task<string> Token(ClusterConnection connection) =>
        Assert.IsType<CredentialResult.Given>(await connection.Credentials.GetAsync(CancellationToken.None)).Credential.BearerToken!.Reveal();

    private static async Task<string> Reason(ClusterConnection connection) =>
        Assert.IsType<CredentialResult.Unavailable>(await connection.Credentials.GetAsync(CancellationToken.None)).Reason;

    /// <summary>A killed child stays a zombie until its new parent looks: that counts as gone.</summary>
    private static async Task<bool> Gone(string process)
    {
        for (var i = 0; i < 100_000; i++)
        {
            var status = $"/proc/{process}/stat";
            try
            {
                if ((await File.ReadAllTextAsync(status)).Split(' ')[2] is "Z" or "X")
                {
                    return true;
                }
            }
            catch (IOException)
            {
                return true;
            }

            await Task.Yield();
        }

        return false;
    }
}
