using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Tests.Kubectl;

namespace Rollout.Api.Tests.Crds;

/// <summary>The real kubectl with our kinds: what an owner types, and what he is told.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Good = """
        apiVersion: staggered.dev/v1alpha1
        kind: BusinessMetric
        metadata: {name: dollars-per-minute}
        spec:
          kind: Revenue
          unit: USD
          source: {prometheus: {address: "http://prometheus.monitoring:9090"}}
          selectors: {sum: 'shop_revenue_total{namespace="{{ namespace }}"}', count: shop_orders_total}
        ---
        apiVersion: staggered.dev/v1alpha1
        kind: StaggeredRollout
        metadata: {name: shop}
        spec:
          workload: {apiVersion: apps/v1, kind: Deployment, name: shop}
          stages:
          - {nodes: 1, minDuration: 10m, tolerance: "0.20"}
          - nodes: "25%"
          metrics:
          - {name: dollars, metricRef: {name: dollars-per-minute}, role: Objective, tolerance: "0.05"}
        """;

    private const string Broken = """
        apiVersion: staggered.dev/v1alpha1
        kind: StaggeredRollout
        metadata: {name: broken}
        spec:
          workload: {kind: Deployment, name: Shop_1}
          stages:
          - {nodes: 0, minDuration: ten minutes, nodeSelector: {zone: a}}
          metrics:
          - {name: dollars, role: Guard, tolerance: "1.5", metricRef: {name: dollars}, metric: {kind: Count, source: {}, selectors: {sum: "rate(x[5m])"}}}
          - {name: dollars, role: Watch, metricRef: {name: dollars}}
          warmUp: 7h
          errorRates: {falseRollback: "0.9"}
        """;

    private FakeKubernetesServer server = null!;
    private KubectlProgram kubectl = null!;

    public async Task InitializeAsync()
    {
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, CrdStart = TimeSpan.Zero });
        kubectl = new KubectlProgram(server.Kubeconfig());
        await Says("staggeredrollouts.staggered.dev", "apply", "--server-side", "-f", kubectl.Write("crds.json", Definitions.Text()));
        await Says("condition met", "wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    public async Task DisposeAsync()
    {
        kubectl.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Applies_gets_describes_patches_waits_and_deletes()
    {
        var file = kubectl.Write("good.yaml", Good);
        await Says("staggeredrollout.staggered.dev/shop created", "apply", "-f", file);

        // kubectl replaces a list whose items the server has given defaults, and says so; the server sees that nothing changes.
        await Says("staggeredrollout.staggered.dev/shop configured", "apply", "-f", file);
        Assert.Equal("1", (await Says("1", "get", "sr", "shop", "-o", "jsonpath={.metadata.generation}")).Trim());
        var columns = await Says("shop", "get", "sr");
        Assert.Matches(@"NAME +PHASE +STAGE +EFFECT +VERDICT +AGE", columns);
        await Says("Revenue   USD    1m", "get", "bm");
        await Says("staggeredrollout.staggered.dev/shop", "get", "staggered", "-o", "name");
        await Says("Min Duration:  10m", "describe", "sr", "shop");
        await Says("0.01", "get", "sr", "shop", "-o", "jsonpath={.spec.errorRates.falseRollback}");
        await Says("patched", "patch", "sr", "shop", "--type=merge", "-p", """{"spec": {"paused": true}}""");
        await Says("annotated", "annotate", "sr", "shop", "staggered.dev/abort=9be2f4c01d");
        await Says("patched", "patch", "sr", "shop", "--subresource=status", "--type=merge", "-p", """
            {"status": {"observedGeneration": 2, "phase": "Judging", "stage": {"index": 0, "nodes": 1, "since": "2026-11-20T19:39:14Z", "summary": "1: 1 of 10"},
             "verdict": {"overall": "Insufficient", "metrics": [{"name": "dollars", "verdict": "Insufficient", "effect": "-0.21"}]},
             "conditions": [{"type": "Ready", "status": "True", "observedGeneration": 2, "lastTransitionTime": "2026-11-20T19:39:14Z", "reason": "AtRest", "message": "as is wanted"}]}}
            """);
        Assert.Matches(@"shop +Judging +1: 1 of 10 +-0\.21 +Insufficient", await Says("shop", "get", "sr"));
        await Says("condition met", "wait", "--for=condition=Ready", "sr/shop", "--timeout=30s");
        await Says("\"shop\" deleted", "delete", "sr", "shop", "--timeout=30s");
        await Fails("not found", "get", "sr", "shop");
    }

    [Fact]
    public async Task Explain_reads_well()
    {
        await Says("Rolls new versions of a workload out in stages", "explain", "staggeredrollout");
        var spec = await Says("What the owner wants", "explain", "staggeredrollout.spec");
        Assert.Contains("One of: Hold: Stay in the stage and say so; Widen: Open the next stage", Flat(spec), StringComparison.Ordinal);
        Assert.Contains("How long a new canary runs before what it does is counted. Default: 2m.", Flat(spec), StringComparison.Ordinal);
        await Says("such as \"25%\"", "explain", "sr.spec.stages.nodes");
        await Says("Which series it is made of", "explain", "businessmetric.spec");
        await Says("the e-value against \"no harm\"", "explain", "sr.status.verdict.metrics");
    }

    [Fact]
    public async Task A_broken_resource_is_answered_with_every_problem_and_its_field_in_one_answer()
    {
        var file = kubectl.Write("broken.yaml", Broken);
        var output = await Fails("is invalid", "apply", "-f", file);
        Assert.All(
            [
                "spec.workload.name: Invalid value: \"Shop_1\"", "spec.stages[0].nodes: Invalid value: 0", "spec.stages[0].minDuration: Invalid value: \"ten minutes\"",
                "spec.stages: Invalid value: nodeSelector picks the machines of a DaemonSet", "spec.metrics: Invalid value: none is an Objective",
                "spec.metrics[0]: Invalid value: write exactly one of metricRef", "spec.metrics[0].tolerance: Invalid value: must be a decimal above 0 and below 1",
                "spec.metrics[0].metric.source: Invalid value: write exactly one of prometheus and scrape", "spec.metrics[0].metric.selectors: Invalid value: Count and Ratio are made of count",
                "spec.metrics[0].metric.selectors: Invalid value: only Revenue and Gauge read sum", "spec.metrics[0].metric.selectors.sum: Invalid value: must be a metric name with matchers",
                "spec.metrics[1]: Duplicate value", "spec.warmUp: Invalid value: must be shorter than deadline",
                "spec.errorRates.falseRollback: Invalid value: must be a decimal above 0 and at most 0.5",
            ],
            (string cause) => Assert.Contains(cause, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_field_is_refused_by_name()
    {
        var file = kubectl.Write("unknown.yaml", Good.Replace("tolerance: \"0.05\"", "tolerence: \"0.05\"", StringComparison.Ordinal));
        await Fails("tolerence", "apply", "-f", file);
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<string> Says(string expected, params string[] arguments)
    {
        var (code, output) = await kubectl.RunAsync(arguments);
        Assert.True(code == 0 && Flat(output).Contains(Flat(expected), StringComparison.Ordinal),
            $"kubectl {string.Join(' ', arguments)}: exit {code}, expected '{expected}'\n{output}");
        return output;
    }

    private async Task<string> Fails(string expected, params string[] arguments)
    {
        var (code, output) = await kubectl.RunAsync(arguments);
        Assert.True(code != 0 && output.Contains(expected, StringComparison.OrdinalIgnoreCase),
            $"kubectl {string.Join(' ', arguments)}: exit {code}, expected a failure with '{expected}'\n{output}");
        return output;
    }
}
