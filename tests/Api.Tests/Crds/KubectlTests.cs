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

    /// <summary>That of contract section 4, with everything in it that can be written in more than one way.</summary>
    private const string Probe = """
        apiVersion: staggered.dev/v1alpha1
        kind: AcceptanceProbe
        metadata: {name: checkout}
        spec:
          interval: 15s
          timeout: 5s
          target: {service: shop, port: 8080, nodes: Each}
          customer: {secretRef: {name: test-customer}}
          steps:
          - name: put in basket
            http: {method: POST, path: /basket, headers: {X-Synthetic: "rollout"}, json: {sku: tea}}
            expect: {status: [200, 201], jsonPath: {"$.items[0].sku": tea, "$.items[0].n": 1}, maxDuration: 500ms}
            capture: {basket: $.id}
          - name: pay
            http: {method: POST, path: "/basket/{{ basket }}/checkout"}
            expect: {status: [200], schema: {type: object, required: [paid]}, bodyMatches: "paid", bodyNever: [error, fault]}
          failAfter: 3
          contract: {ignore: ["$.at"]}
        """;

    private const string BrokenProbe = """
        apiVersion: staggered.dev/v1alpha1
        kind: AcceptanceProbe
        metadata: {name: broken}
        spec:
          interval: 10 seconds
          failAfter: 0
          target: {url: "ftp://shop", nodes: Each}
          customer: {}
          mark: {header: "X Y"}
          contract: {minAnswers: 0, ignore: at}
          steps:
          - name: basket
            http: {method: FETCH, path: basket, redirects: 21, form: {a: true}, tls: true}
            expect: {status: [99], versions: ["3"], bodyMatches: [7], maxDuration: 2h, schema: object}
            capture: {basket: id}
          - name: basket
            http: {path: /}
          - {name: none}
          - {name: talk, tcp: {port: 0, talk: [{send: a, expect: b}]}}
          - {name: dns, dns: {type: B}}
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
        await Says("step after step", "explain", "acceptanceprobe.spec");
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
    public async Task A_probe_is_applied_shown_patched_and_deleted()
    {
        var file = kubectl.Write("probe.yaml", Probe);
        await Says("acceptanceprobe.staggered.dev/checkout created", "apply", "-f", file);
        await Says("acceptanceprobe.staggered.dev/checkout", "apply", "-f", file);
        Assert.Equal("1", (await Says("1", "get", "ap", "checkout", "-o", "jsonpath={.metadata.generation}")).Trim());
        Assert.Matches(@"NAME +INTERVAL +SERVICE +READY +PASSING +AGE\s+checkout +15s +shop +", await Says("checkout", "get", "ap"));
        await Says("acceptanceprobe.staggered.dev/checkout", "get", "staggered", "-o", "name");
        await Says("[\"error\",\"fault\"] paid", "get", "ap", "checkout", "-o", "jsonpath={.spec.steps[1].expect.bodyNever} {.spec.steps[1].expect.bodyMatches}");
        await Says("Body Matches: paid", "describe", "ap", "checkout");
        await Says("patched", "patch", "ap", "checkout", "--type=merge", "-p", """{"spec": {"contract": {}, "interval": "30s"}}""");
        await Says("patched", "patch", "ap", "checkout", "--subresource=status", "--type=merge", "-p", """
            {"status": {"observedGeneration": 2, "conditions": [{"type": "Ready", "status": "True", "observedGeneration": 2,
             "lastTransitionTime": "2026-11-20T19:39:14Z", "reason": "Valid", "message": "runs"}]}}
            """);
        await Says("condition met", "wait", "--for=condition=Ready", "ap/checkout", "--timeout=30s");
        await Says("\"checkout\" deleted", "delete", "ap", "checkout", "--timeout=30s");
    }

    [Fact]
    public async Task A_probe_is_applied_on_the_server_whatever_form_its_texts_have()
    {
        await Says("serverside-applied", "apply", "--server-side", "-f", kubectl.Write("one.yaml", Probe));
        var other = Probe.Replace("bodyMatches: \"paid\", bodyNever: [error, fault]", "bodyMatches: [paid], bodyNever: error", StringComparison.Ordinal);
        Assert.NotEqual(Probe, other);
        await Says("serverside-applied", "apply", "--server-side", "-f", kubectl.Write("two.yaml", other));
        await Says("error [\"paid\"]", "get", "ap", "checkout", "-o", "jsonpath={.spec.steps[1].expect.bodyNever} {.spec.steps[1].expect.bodyMatches}");
    }

    [Fact]
    public async Task A_broken_probe_is_answered_with_every_problem_and_its_field_in_one_answer()
    {
        var output = await Fails("is invalid", "apply", "-f", kubectl.Write("broken-probe.yaml", BrokenProbe));
        Assert.All(
            [
                "spec.interval: Invalid value: \"10 seconds\"", "spec.failAfter: Invalid value: 0", "spec.customer.secretRef: Required value",
                "spec.mark.header: Invalid value: \"X Y\"", "spec.contract.minAnswers: Invalid value: 0", "spec.contract.ignore: Invalid value: \"at\"",
                "spec.steps[0].http.method: Unsupported value: \"FETCH\"", "spec.steps[0].http.path: Invalid value: \"basket\"", "spec.steps[0].http.redirects: Invalid value: 21",
                "spec.steps[0].http.form.a: Invalid value", "spec.steps[0].http.tls: Invalid value", "spec.steps[0].expect.status[0]: Invalid value: 99",
                "spec.steps[0].expect.versions[0]: Unsupported value: \"3\"", "spec.steps[0].expect.bodyMatches[0]: Invalid value", "spec.steps[0].expect.schema: Invalid value",
                "spec.steps[0].capture.basket: Invalid value: \"id\"", "spec.steps[1]: Duplicate value", "spec.steps[3].tcp.port: Invalid value: 0",
                "spec.steps[4].dns.name: Required value", "spec.steps[4].dns.type: Unsupported value: \"B\"",
            ],
            (string cause) => Assert.Contains(cause, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_needs_several_fields_of_a_probe_is_answered_with_a_sentence()
    {
        var broken = BrokenProbe[..BrokenProbe.IndexOf("  interval:", StringComparison.Ordinal)] + """
              target: {url: "ftp://shop", nodes: Each}
              steps:
              - {name: none}
              - {name: talk, tcp: {talk: [{send: a, expect: b}]}}
              - {name: late, http: {path: /, form: {a: b}, body: c}, expect: {maxDuration: 2h}}
            """;
        var output = await Fails("is invalid", "apply", "-f", kubectl.Write("several.yaml", broken));
        Assert.All(
            [
                "spec.target.url: Invalid value: must be http://, https://, tcp:// or dns://", "spec.target: Invalid value: port, scheme and nodes belong to a service",
                "spec.steps[0]: Invalid value: write exactly one of http, tcp", "spec.steps[1].tcp.talk[0]: Invalid value: write exactly one of send, expect and startTls",
                "spec.steps[2].http: Invalid value: write at most one of json, form and body", "spec.steps[2].expect.maxDuration: Invalid value: must be a duration from 1ms to 1h",
            ],
            (string cause) => Assert.Contains(cause, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Explain_tells_a_probe_field_by_field()
    {
        var spec = Flat(await Says("A synthetic acceptance test in production", "explain", "acceptanceprobe.spec"));
        Assert.Contains("How often it runs, 100ms to 1h. Default: 15s.", spec, StringComparison.Ordinal);
        await Says("A regular expression, or a list, that the body must match.", "explain", "ap.spec.steps.expect.bodyMatches");
        await Says("a JSON path ($.id), header:Location, or match:REGEX", "explain", "ap.spec.steps.capture");
        await Says("minAnswers\t<integer>", "explain", "ap.spec.contract");
        await Says("serverName\t<string>", "explain", "ap.spec.steps.http.tls");
        await Says("The fields of a form, as the request's body.", "explain", "ap.spec.steps.http");
        await Says("Each: Every node directly; Service: The service as a customer reaches it.", "explain", "ap.spec.target.nodes");
        await Says("observedGeneration\t<integer>", "explain", "ap.status");
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
