using System.Text.Json;
using Rollout.Charts.Tests.Rendering;

namespace Rollout.Charts.Tests.Schema;

/// <summary>values.schema.json refuses what the templates would make nonsense of.</summary>
public class ValueSchemaTests
{
    public static TheoryData<string, bool> Sets => ValueSets.All;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Good_values_are_taken(string values, bool policies) => Assert.Empty(Chart.Rollout.Problems(ValueSets.Of(values) + (policies ? "\nglobal: {a: b}" : "")));

    [Theory]
    [InlineData("replica: 3", "(root)")]
    [InlineData("replicas: \"2\"", "replicas")]
    [InlineData("replicas: 1.5", "replicas")]
    [InlineData("replicas: -1", "replicas")]
    [InlineData("replicas: 100", "replicas")]
    [InlineData("replicas: null", "(root)")]
    [InlineData("image: null", "(root)")]
    [InlineData("image: {tag: 1.2}", "image.tag")]
    [InlineData("image: {tag: \"a b\"}", "image.tag")]
    [InlineData("image: {repository: \"\"}", "image.repository")]
    [InlineData("image: {repository: \"Upper/case\"}", "image.repository")]
    [InlineData("image: {digest: \"sha256:1\"}", "image.digest")]
    [InlineData("image: {pullPolicy: Sometimes}", "image.pullPolicy")]
    [InlineData("imagePullSecrets: [pull]", "imagePullSecrets[0]")]
    [InlineData("nameOverride: \"1\"", "nameOverride")]
    [InlineData("fullnameOverride: Upper", "fullnameOverride")]
    [InlineData("namespace: \"a/b\"", "namespace")]
    [InlineData("namespace: [a]", "namespace")]
    [InlineData("workloads: {jobs: true}", "workloads")]
    [InlineData("workloads: {deployments: \"true\"}", "workloads.deployments")]
    [InlineData("workloads: {deployments: null}", "workloads")]
    [InlineData("hold: {admissionPolicies: auto}", "hold.admissionPolicies")]
    [InlineData("hold: {admissionPolicies: true}", "hold.admissionPolicies")]
    [InlineData("prometheus: {address: \"prometheus:9090\"}", "prometheus.address")]
    [InlineData("prometheus: {address: \"http://user:word@prometheus\"}", "prometheus.address")]
    [InlineData("prometheus: {url: \"http://p\"}", "prometheus")]
    [InlineData("history: {secretName: \"A_B\"}", "history.secretName")]
    [InlineData("history: {connection: \"postgres:x\"}", "history")]
    [InlineData("secretAccess: [{namespace: a}]", "secretAccess[0]")]
    [InlineData("secretAccess: [{namespace: a, names: []}]", "secretAccess[0].names")]
    [InlineData("secretAccess: [{namespace: a, names: [\"*\"]}]", "secretAccess[0].names[0]")]
    [InlineData("secretAccess: [{namespace: a, names: [b, b]}]", "secretAccess[0].names")]
    [InlineData("secretAccess: {namespace: a, names: [b]}", "secretAccess")]
    [InlineData("probes: {allow: [intranet]}", "probes.allow[0]")]
    [InlineData("probes: {deny: [\"10.0.0.0/8,10.1.0.1\"]}", "probes.deny[0]")]
    [InlineData("probes: {allow: \"10.0.0.0/8\"}", "probes.allow")]
    [InlineData("probes: {proxy: \"proxy:3128\"}", "probes.proxy")]
    [InlineData("probes: {allowExec: \"yes\"}", "probes.allowExec")]
    [InlineData("probes: {exec: true}", "probes")]
    [InlineData("serviceAccount: {name: \"A\"}", "serviceAccount.name")]
    [InlineData("serviceAccount: {annotations: {a: 1}}", "serviceAccount.annotations.a")]
    [InlineData("listen: {port: 80}", "listen.port")]
    [InlineData("listen: {address: localhost}", "listen.address")]
    [InlineData("service: {port: 70000}", "service.port")]
    [InlineData("resources: {limit: {memory: 1Gi}}", "resources")]
    [InlineData("resources: {limits: {memory: true}}", "resources.limits.memory")]
    [InlineData("extraArgs: [listen]", "extraArgs[0]")]
    [InlineData("extraEnv: [{value: a}]", "extraEnv[0]")]
    [InlineData("podLabels: {a: 1}", "podLabels.a")]
    [InlineData("podLabels: {a: \"b c\"}", "podLabels.a")]
    [InlineData("podAnnotations: {a: true}", "podAnnotations.a")]
    [InlineData("tolerations: [all]", "tolerations[0]")]
    [InlineData("networkPolicy: {enabled: maybe}", "networkPolicy.enabled")]
    [InlineData("networkPolicy: {from: {a: b}}", "networkPolicy.from")]
    [InlineData("serviceMonitor: {interval: 30}", "serviceMonitor.interval")]
    [InlineData("prometheusRule: {labels: {a: true}}", "prometheusRule.labels.a")]
    [InlineData("dashboards: {enabled: null}", "dashboards")]
    public void Bad_values_are_refused_by_their_path(string values, string path)
    {
        Assert.StartsWith(path + ": ", Assert.Single(Chart.Rollout.Problems(values)), StringComparison.Ordinal);
        Assert.Throws<Templates.TemplateFault>(() => Chart.Rollout.Render(values));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Chart.Rollout.Problems("{replicas: many, hold: {admissionPolicies: 1}, listen: {port: 0}}").Count);

    [Fact]
    public void Every_value_has_its_place_in_the_schema_and_every_place_its_value()
    {
        var inSchema = Paths(Chart.Rollout.Schema, "").Where(path => path is not "global" && !path.StartsWith("resources.", StringComparison.Ordinal)
            && !path.Contains("[]", StringComparison.Ordinal));
        Assert.Equal(inSchema.Order(StringComparer.Ordinal), Paths(Chart.Rollout.Defaults, "").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Paths(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return [path];
        }

        return path == "resources" ? [path] : properties.EnumerateObject().SelectMany(one => Paths(one.Value, $"{path}.{one.Name}".TrimStart('.')));
    }

    private static IEnumerable<string> Paths(object? value, string path) =>
        value is Dictionary<string, object?> { Count: > 0 } map && path is not ("resources" or "dashboards.labels")
            ? map.SelectMany(pair => Paths(pair.Value, $"{path}.{pair.Key}".TrimStart('.'))) : [path];
}
