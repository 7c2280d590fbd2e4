using Rollout.Charts.Tests.Tools;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>What is applied without Helm is what the chart renders.</summary>
public class PlainManifestsTests
{
    [Fact]
    public void They_are_the_default_rendering()
    {
        foreach (var (path, text) in PlainManifests.Expected())
        {
            var file = Path.Combine(Repository.Chart, path);
            if (Environment.GetEnvironmentVariable("CHART_WRITE") is "1")
            {
                File.WriteAllText(file, text);
            }

            Assert.True(text == File.ReadAllText(file), $"charts/rollout/{path} is not what the chart renders: CHART_WRITE=1 dotnet test tests/Charts.Tests writes it");
        }
    }

    [Fact]
    public async Task Kubectl_builds_them_with_every_resource_definition()
    {
        using var kubectl = Tool.Kubectl();
        var output = await kubectl.SaysAsync("kustomize", Repository.Chart);
        var built = YamlValues.Documents(output).Select(body => new RenderedObject("kustomize", (Dictionary<string, object?>)body)).ToList();
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Repository.Chart, "crds")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            built.Where(o => o.Kind == "CustomResourceDefinition").Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            Chart.Rollout.Objects().Select(o => o.Id).Order(StringComparer.Ordinal),
            built.Where(o => o.Kind is not ("CustomResourceDefinition" or "Namespace")).Select(o => o.Id).Order(StringComparer.Ordinal));
        Assert.Equal("restricted", Assert.Single(built, o => o.Kind == "Namespace").Text("metadata", "labels", "pod-security.kubernetes.io/enforce"));
    }

    [Fact]
    public async Task Kubectl_builds_the_policies_on_their_own()
    {
        using var kubectl = Tool.Kubectl();
        var output = await kubectl.SaysAsync("kustomize", Path.Combine(Repository.Chart, "kustomize", "policies"));
        Assert.Equal(
            Chart.Rollout.Objects("", ChartRelease.WithPolicies).Where(o => o.File == "policies.yaml").Select(o => o.Id).Order(StringComparer.Ordinal),
            YamlValues.Documents(output).Select(body => new RenderedObject("kustomize", (Dictionary<string, object?>)body).Id).Order(StringComparer.Ordinal));
    }
}
