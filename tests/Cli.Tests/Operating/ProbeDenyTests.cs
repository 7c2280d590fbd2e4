using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.Cli.Tests.Pipeline;
using Rollout.FakeKubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;
using Rollout.Support;

namespace Rollout.Cli.Tests.Operating;

/// <summary>`--probe-deny` from the command line to the socket: of two addresses of one real server the one is probed and the other is not.</summary>
public sealed class ProbeDenyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private WebApplication shops = null!;

    public async Task InitializeAsync() => shops = await TinyFleet.ShopsAsync();

    public async Task DisposeAsync()
    {
        await shops.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_controller_of_a_cluster_probes_what_is_allowed_and_nothing_that_is_denied()
    {
        await using var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { CrdStart = TimeSpan.Zero });
        var kubeconfig = folder.Write("config", server.Kubeconfig());
        await CreateProbesAsync(kubeconfig, ("open", "127.0.0.1"), ("shut", "127.0.0.2"));
        await using var controller = await ControllerProcess.StartAsync(
            "controller", "--kubeconfig", kubeconfig, "--leader-elect", "false", "--probe-deny", "127.0.0.2,10.0.0.0/8");
        await AssertOneIsProbedAsync(controller, ">default/open<", ">default/shut<");
    }

    [Fact]
    public async Task So_does_a_controller_of_hosts()
    {
        var fleet = TinyFleet.Write(folder, shops, "1h", """
              probes:
              - {name: front, probe: {interval: 5s, timeout: 5s, steps: [{name: look, http: {path: /metrics} }]} }
            """);
        await using var controller = await ControllerProcess.StartAsync("hosts", "--fleet", fleet, "--probe-deny", "127.0.0.2,127.0.0.3");
        await AssertOneIsProbedAsync(controller, ">n1<", ">n2<");
    }

    /// <summary>Looks at the page of runs until both have been tried.</summary>
    private static async Task AssertOneIsProbedAsync(ControllerProcess controller, string open, string shut)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(controller.Server) };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var rows = new List<string>();
        while (!rows.Exists(r => r.Contains(open, StringComparison.Ordinal) && IsPassed(r)) || !rows.Exists(r => r.Contains(shut, StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            await using var stream = await http.GetStreamAsync(new Uri("/probes/", UriKind.Relative), limit.Token);
            var bytes = new byte[1 << 20];
            rows = [.. Encoding.UTF8.GetString(bytes, 0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit.Token)).Split("<tr>")];
        }

        Assert.All(rows.Where(r => r.Contains(shut, StringComparison.Ordinal)), r => Assert.Contains("the address 127.0.0.2 is refused: it is on the deny list", r, StringComparison.Ordinal));
    }

    private static bool IsPassed(string row) => row.Contains("class=\"passed\"", StringComparison.Ordinal);

    private async Task CreateProbesAsync(string kubeconfig, params (string Name, string Host)[] probes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var sources = ConfigurationSources.OfThisProcess() with { Path = kubeconfig };
        using var client = new ClusterClient(Assert.IsType<ConnectionResult.Ready>(await ClusterConfiguration.LoadAsync(sources, limit.Token)).Connection, new ClientOptions());
        var definitions = client.Resources(ResourceKinds.Untyped(new ResourceType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false)));
        using var xml = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Rollout.Api.xml"));
        foreach (var definition in CrdDocuments.All(DocComments.Read(xml)))
        {
            Ok(await definitions.CreateAsync(definition, WriteOptions.Default, limit.Token));
        }

        var kind = client.Resources(ResourceKinds.Untyped(OperatorKinds.ProbeType));
        while (!(await kind.ListAsync(new ListOptions { Namespace = "default" }, limit.Token)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        foreach (var (name, host) in probes)
        {
            Ok(await kind.CreateAsync((JsonObject)JsonNode.Parse($$$"""
                {"apiVersion": "staggered.dev/v1alpha1", "kind": "AcceptanceProbe", "metadata": {"name": "{{{name}}}", "namespace": "default"},
                 "spec": {"interval": "5s", "timeout": "5s", "target": {"url": "http://{{{host}}}:{{{new Uri(shops.Urls.First()).Port}}}"}, "steps": [{"name": "look", "http": {"path": "/metrics"} }]} }
                """)!, WriteOptions.Default, limit.Token));
        }
    }

    private static void Ok<T>(ApiResult<T> result) => Assert.True(result.TryGet(out _, out var error), error?.ToString());
}
