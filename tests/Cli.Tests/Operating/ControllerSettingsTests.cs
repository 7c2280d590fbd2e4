using System.Net;
using Rollout.Cli.Operating;
using Rollout.Kubernetes.Configuration;
using Rollout.Metrics.Recorded;
using Rollout.Probes.Network;
using Rollout.Server.Operator;
using Rollout.Support;

namespace Rollout.Cli.Tests.Operating;

/// <summary>What flags and environment of `rollout controller` come to; the kubeconfig names a server that nobody asks.</summary>
public sealed class ControllerSettingsTests : IDisposable
{
    private static readonly IPAddress Inside = IPAddress.Parse("10.1.2.3");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Probes_reach_what_they_reach_everywhere_unless_told()
    {
        var probing = (await ReadAsync([], [])).Options!.Probing;
        Assert.Null(probing.Policy.Refusal(Inside));
        Assert.NotNull(probing.Policy.Refusal(IPAddress.Parse("169.254.169.254")));
        Assert.Equal((false, null), (probing.AllowExec, probing.Proxy));
    }

    [Fact]
    public async Task What_probes_may_reach_is_said_by_flags_and_by_the_environment_and_a_flag_wins()
    {
        var probing = (await ReadAsync(
            new() { ["--probe-allow"] = "10.0.0.0/8, 192.0.2.7", ["--probe-proxy"] = "http://proxy.example:3128" },
            new() { ["ROLLOUT_PROBE_DENY"] = "10.1.0.0/16", ["ROLLOUT_PROBE_ALLOW"] = "192.0.2.0/24", ["ROLLOUT_PROBE_ALLOW_EXEC"] = "true" })).Options!.Probing;
        Assert.Equal("it is on the deny list", probing.Policy.Refusal(Inside));
        Assert.Null(probing.Policy.Refusal(IPAddress.Parse("10.2.0.1")));
        Assert.Equal("it is not on the allow list", probing.Policy.Refusal(IPAddress.Parse("192.0.2.8")));
        Assert.True(probing.AllowExec);
        Assert.Equal(new Uri("http://proxy.example:3128"), probing.Proxy!.GetProxy(new Uri("http://shop.example")));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_them_is_told_at_once_with_its_place()
    {
        var (options, problems) = await ReadAsync(
            new() { ["--probe-allow"] = "intranet", ["--probe-proxy"] = "socks5://me:hush@proxy:3128" },
            new() { ["ROLLOUT_PROBE_DENY"] = "10.0.0.0/99", ["ROLLOUT_PROBE_ALLOW_EXEC"] = "sometimes" });
        Assert.Null(options);
        Assert.Equal(["--probe-allow", "--probe-proxy", "ROLLOUT_PROBE_ALLOW_EXEC", "ROLLOUT_PROBE_DENY"], problems.Listed.Select(p => p.Place).Order(StringComparer.Ordinal));
        Assert.Contains(problems.Listed, p => p.What == "'intranet' is no address and no network");
        Assert.Contains(problems.Listed, p => p.What == "'proxy:3128' is no URL of a proxy");
    }

    [Fact]
    public async Task The_controller_of_hosts_has_the_same_flags()
    {
        var answer = await RolloutProcess.RunAsync("hosts", "--fleet", "/nowhere.yaml", "--probe-allow", "intranet", "--probe-allow-exec", "sometimes");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("'intranet' is no address and no network", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--probe-allow-exec", answer.Error, StringComparison.Ordinal);
    }

    private async Task<(OperatorOptions? Options, ProblemList Problems)> ReadAsync(Dictionary<string, string> flags, Dictionary<string, string> environment)
    {
        var config = Path.Combine(folder.Path, "config");
        await File.WriteAllTextAsync(config, """
            apiVersion: v1
            kind: Config
            current-context: a
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: abc}}]
            contexts: [{name: a, context: {cluster: c, user: u}}]
            """);
        flags["--kubeconfig"] = config;
        var problems = new ProblemList();
        var settings = new ControllerSettings(flags.GetValueOrDefault, environment.GetValueOrDefault, problems);
        return (await settings.ReadAsync(ConfigurationSources.OfThisProcess() with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) }, CancellationToken.None), problems);
    }
}
