using System.Text.Json;
using Rollout.Api.Resources;
using Rollout.Charts.Tests.Rendering;
using Rollout.Charts.Tests.Tools;
using Rollout.FakeKubernetes;

namespace Rollout.Charts.Tests.Serving;

/// <summary>What a person applies with the real kubectl.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private FakeKubernetesServer server = null!;
    private Tool kubectl = null!;

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Chart, "examples")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public async Task InitializeAsync()
    {
        // client-go sends no token without TLS.
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, RunControllers = true, CrdStart = TimeSpan.Zero });
        kubectl = Tool.Kubectl(server.Kubeconfig());
        await kubectl.SaysAsync("create", "-f", kubectl.Write("space.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: rollout-system}\n"));
    }

    public async Task DisposeAsync()
    {
        kubectl.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_whole_chart_passes_the_server()
    {
        var objects = Chart.Rollout.Objects("secretAccess: [{namespace: rollout-system, names: [a]}]\ndashboards: {enabled: true}", ChartRelease.WithPolicies);
        var served = objects.Where(o => !ServedCluster.NotServed.Contains(o.Kind)).ToList();
        var file = kubectl.Write("chart.json", $$"""{"apiVersion": "v1", "kind": "List", "items": [{{string.Join(", ", served.Select(o => o.Json.ToJsonString()))}}]}""");

        // Not as a dry run: Debian's kubectl (1.20) asks the server's OpenAPI for that in a way that only servers of its time answer.
        for (var time = 0; time < 2; time++)
        {
            var said = await kubectl.SaysAsync("apply", "--server-side", "-f", file);
            Assert.Equal(served.Count, said.Split('\n').Count(line => line.EndsWith("serverside-applied", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_passes_the_server_and_the_controllers_own_checks(string example)
    {
        await kubectl.SaysAsync("apply", "--server-side", "-f", Path.Combine(Repository.Chart, "crds"));
        await kubectl.SaysAsync("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        var path = Path.Combine(Repository.Chart, "examples", example);
        var objects = YamlValues.Documents(await File.ReadAllTextAsync(path)).Select(body => new RenderedObject(example, (Dictionary<string, object?>)body)).ToList();
        var said = await kubectl.SaysAsync("apply", "--server-side", "-f", path);
        Assert.Equal(objects.Count, said.Split('\n').Count(line => line.EndsWith("serverside-applied", StringComparison.Ordinal)));
        Assert.Empty(objects.SelectMany(Problems));
        var rollout = Assert.Single(objects, o => o.Kind == "StaggeredRollout");
        Assert.Contains(objects, o => o.Kind == rollout.Text("spec", "workload", "kind") && o.Name == rollout.Text("spec", "workload", "name"));
    }

    [Fact]
    public void There_is_an_example_of_each_kind_of_workload() => Assert.Equal(
        ["DaemonSet", "Deployment", "StatefulSet"],
        Directory.GetFiles(Path.Combine(Repository.Chart, "examples")).SelectMany(path => YamlValues.Documents(File.ReadAllText(path)))
            .Select(body => new RenderedObject("", (Dictionary<string, object?>)body)).Where(o => o.Kind == "StaggeredRollout")
            .Select(o => o.Text("spec", "workload", "kind")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Problems(RenderedObject one)
    {
        var json = JsonSerializer.SerializeToElement(one.Json);
        return one.Kind switch
        {
            "StaggeredRollout" => ResourceReading.Rollout(json).Spec.Problems.Select(problem => problem.ToString()),
            "BusinessMetric" => ResourceReading.BusinessMetric(json).Spec.Problems.Select(problem => problem.ToString()),
            _ => [],
        };
    }
}
