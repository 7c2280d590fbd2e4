using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Schema;

/// <summary>
/// The schema with its rules and the binder are two readings of the same records: what one refuses the other refuses. Where a schema cannot
/// say it (a pattern that is none, a name that nothing captured), the binder alone does, and the controller puts it into the status.
/// </summary>
public sealed class AgreementTests(ServedKinds server) : IClassFixture<ServedKinds>
{
    /// <summary>Kind, place, what is put there (null: taken away), and the field that both must name.</summary>
    public static TheoryData<string, string, string?, string> Broken() => new()
    {
        { Samples.Rollout, "spec.workload", null, "spec.workload" },
        { Samples.Rollout, "spec.workload.kind", "\"Pod\"", "spec.workload.kind" },
        { Samples.Rollout, "spec.workload.kind", null, "spec.workload.kind" },
        { Samples.Rollout, "spec.workload.apiVersion", "\"apps/v1beta1\"", "spec.workload.apiVersion" },
        { Samples.Rollout, "spec.workload.name", "\"Not_A_Name\"", "spec.workload.name" },
        { Samples.Rollout, "spec.workload.name", "7", "spec.workload.name" },
        { Samples.Rollout, "spec.workload.kind", "\"Deployment\"", "spec.stages" },
        { Samples.Rollout, "spec.stages", "[]", "spec.stages" },
        { Samples.Rollout, "spec.stages", "{}", "spec.stages" },
        { Samples.Rollout, "spec.stages.0.nodes", "0", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "-1", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "\"120%\"", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "\"0%\"", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "\"one\"", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "1.5", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", "true", "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.nodes", null, "spec.stages[0].nodes" },
        { Samples.Rollout, "spec.stages.0.minDuration", "\"10 minutes\"", "spec.stages[0].minDuration" },
        { Samples.Rollout, "spec.stages.0.minDuration", "10", "spec.stages[0].minDuration" },
        { Samples.Rollout, "spec.stages.0.minDuration", "\"3h\"", "spec.stages" },
        { Samples.Rollout, "spec.stages.0.tolerance", "\"1\"", "spec.stages[0].tolerance" },
        { Samples.Rollout, "spec.stages.0.nodeSelector", "{\"zone\": 1}", "spec.stages[0].nodeSelector.zone" },
        { Samples.Rollout, "spec.metrics", null, "spec.metrics" },
        { Samples.Rollout, "spec.metrics", "[]", "spec.metrics" },
        { Samples.Rollout, "spec.metrics.0.role", "\"Guard\"", "spec.metrics" },
        { Samples.Rollout, "spec.metrics.0.role", "\"objective\"", "spec.metrics[0].role" },
        { Samples.Rollout, "spec.metrics.0.name", "\"Dollars\"", "spec.metrics[0].name" },
        { Samples.Rollout, "spec.metrics.0.name", null, "spec.metrics[0].name" },
        { Samples.Rollout, "spec.metrics.1.name", "\"dollars\"", "spec.metrics[1]" },
        { Samples.Rollout, "spec.metrics.0.metricRef", null, "spec.metrics[0]" },
        { Samples.Rollout, "spec.metrics.1.metricRef", "{\"name\": \"x\"}", "spec.metrics[1]" },
        { Samples.Rollout, "spec.metrics.0.metricRef", "{}", "spec.metrics[0].metricRef.name" },
        { Samples.Rollout, "spec.metrics.0.metricRef.name", "\"a.b\"", "spec.metrics[0].metricRef.name" },
        { Samples.Rollout, "spec.metrics.0.tolerance", "\"0\"", "spec.metrics[0].tolerance" },
        { Samples.Rollout, "spec.metrics.0.tolerance", "\"-0.1\"", "spec.metrics[0].tolerance" },
        { Samples.Rollout, "spec.metrics.0.tolerance", "\"5%\"", "spec.metrics[0].tolerance" },
        { Samples.Rollout, "spec.metrics.1.metric.kind", "\"Revenues\"", "spec.metrics[1].metric.kind" },
        { Samples.Rollout, "spec.metrics.1.metric.interval", "\"6m\"", "spec.metrics[1].metric.interval" },
        { Samples.Rollout, "spec.metrics.1.metric.interval", "\"500ms\"", "spec.metrics[1].metric.interval" },
        { Samples.Rollout, "spec.metrics.1.metric.source", "{}", "spec.metrics[1].metric.source" },
        { Samples.Rollout, "spec.metrics.1.metric.source.scrape.port", "0", "spec.metrics[1].metric.source.scrape.port" },
        { Samples.Rollout, "spec.metrics.1.metric.source.scrape.port", "70000", "spec.metrics[1].metric.source.scrape.port" },
        { Samples.Rollout, "spec.metrics.1.metric.source.scrape.path", "\"m\"", "spec.metrics[1].metric.source.scrape.path" },
        { Samples.Rollout, "spec.metrics.1.metric.selectors.traffic", null, "spec.metrics[1].metric.selectors" },
        { Samples.Rollout, "spec.metrics.1.metric.selectors.sum", "\"s\"", "spec.metrics[1].metric.selectors" },
        { Samples.Rollout, "spec.probes.0.name", "\"A b\"", "spec.probes[0].name" },
        { Samples.Rollout, "spec.probes", "[{\"name\": \"a\"}, {\"name\": \"a\"}]", "spec.probes[1]" },
        { Samples.Rollout, "spec.alerts.0.name", null, "spec.alerts[0].name" },
        { Samples.Rollout, "spec.alerts.0.matchers", "[]", "spec.alerts[0].matchers" },
        { Samples.Rollout, "spec.alerts.0.matchers", null, "spec.alerts[0].matchers" },
        { Samples.Rollout, "spec.alerts.0.matchers.0", "\"severity\"", "spec.alerts[0].matchers[0]" },
        { Samples.Rollout, "spec.alerts.0.matchers.0", "\"severity=page\"", "spec.alerts[0].matchers[0]" },
        { Samples.Rollout, "spec.alerts.0.action", "\"Rollback\"", "spec.alerts[0].action" },
        { Samples.Rollout, "spec.alerts.0.onResolved", "\"Go\"", "spec.alerts[0].onResolved" },
        { Samples.Rollout, "spec.alerts", "[{\"name\": \"a\", \"matchers\": [\"a=\\\"b\\\"\"]}, {\"name\": \"a\", \"matchers\": [\"a=\\\"b\\\"\"]}]", "spec.alerts[1]" },
        { Samples.Rollout, "spec.receivers.0.name", "\"A b\"", "spec.receivers[0].name" },
        { Samples.Rollout, "spec.receivers.0.kind", null, "spec.receivers[0].kind" },
        { Samples.Rollout, "spec.receivers.0.kind", "\"Pager\"", "spec.receivers[0].kind" },
        { Samples.Rollout, "spec.receivers.0.secretRef", null, "spec.receivers[0]" },
        { Samples.Rollout, "spec.receivers.0.on.0", "\"Everything\"", "spec.receivers[0].on[0]" },
        { Samples.Rollout, "spec.receivers.0.template", "\"\"", "spec.receivers[0].template" },
        { Samples.Rollout, "spec.receivers.1.url", "\"alertmanager:9093\"", "spec.receivers[1].url" },
        { Samples.Rollout, "spec.receivers.1.url", "\"http://ada:word@alertmanager\"", "spec.receivers[1].url" },
        { Samples.Rollout, "spec.receivers.1.labels", "{\"team\": 7}", "spec.receivers[1].labels.team" },
        { Samples.Rollout, "spec.onCall.onRollback", "\"chat\"", "spec.onCall.onRollback" },
        { Samples.Rollout, "spec.onCall.onRollback.0", "\"paager\"", "spec.onCall" },
        { Samples.Rollout, "spec.onCall.beforeStageOne.0", "\"nobody\"", "spec.onCall" },
        { Samples.Rollout, "spec.errorRates.falseRollback", "\"0.6\"", "spec.errorRates.falseRollback" },
        { Samples.Rollout, "spec.errorRates.falsePromotion", "\"0\"", "spec.errorRates.falsePromotion" },
        { Samples.Rollout, "spec.errorRates.falsePromotion", "\"zero\"", "spec.errorRates.falsePromotion" },
        { Samples.Rollout, "spec.warmUp", "\"2h\"", "spec.warmUp" },
        { Samples.Rollout, "spec.warmUp", "\"\"", "spec.warmUp" },
        { Samples.Rollout, "spec.deadline", "\"0s\"", "spec.deadline" },
        { Samples.Rollout, "spec.deadline", "\"1m1h\"", "spec.deadline" },
        { Samples.Rollout, "spec.onInsufficient", "\"Rollback\"", "spec.onInsufficient" },
        { Samples.Rollout, "spec.onUnavailable", "\"Widen\"", "spec.onUnavailable" },
        { Samples.Rollout, "spec.unavailableAfter", "\"0s\"", "spec.unavailableAfter" },
        { Samples.Rollout, "spec.progressDeadline", "\"soon\"", "spec.progressDeadline" },
        { Samples.Rollout, "spec.paused", "\"true\"", "spec.paused" },
        { Samples.Rollout, "spec.deletionPolicy", "\"Delete\"", "spec.deletionPolicy" },
        { Samples.Rollout, "metadata.name", "\"a-name-that-is-longer-than-the-sixty-three-characters-of-a-label-has\"", "metadata.name" },
        { Samples.Metric, "spec.kind", null, "spec.kind" },
        { Samples.Metric, "spec.direction", "\"Up\"", "spec.direction" },
        { Samples.Metric, "spec.unit", "\"a unit that is longer than thirty characters\"", "spec.unit" },
        { Samples.Metric, "spec.interval", "\"1d\"", "spec.interval" },
        { Samples.Metric, "spec.interval", "60", "spec.interval" },
        { Samples.Metric, "spec.source", null, "spec.source" },
        { Samples.Metric, "spec.source.scrape", "{}", "spec.source" },
        { Samples.Metric, "spec.source.prometheus.address", "\"prometheus:9090\"", "spec.source.prometheus.address" },
        { Samples.Metric, "spec.source.prometheus.address", "\"ftp://prometheus:9090\"", "spec.source.prometheus.address" },
        { Samples.Metric, "spec.source.prometheus.address", "\"http://user:word@prometheus:9090\"", "spec.source.prometheus.address" },
        { Samples.Metric, "spec.source.prometheus.secretRef", "{}", "spec.source.prometheus.secretRef.name" },
        { Samples.Metric, "spec.source.prometheus.secretRef.name", "\"a_b\"", "spec.source.prometheus.secretRef.name" },
        { Samples.Metric, "spec.selectors", null, "spec.selectors" },
        { Samples.Metric, "spec.selectors.sum", null, "spec.selectors" },
        { Samples.Metric, "spec.selectors.count", null, "spec.selectors" },
        { Samples.Metric, "spec.selectors.count", "\"rate(shop_orders_total[5m])\"", "spec.selectors.count" },
        { Samples.Metric, "spec.selectors.count", "\"shop_orders_total[5m]\"", "spec.selectors.count" },
        { Samples.Metric, "spec.selectors.count", "\"sum by (pod) (shop_orders_total)\"", "spec.selectors.count" },
        { Samples.Metric, "spec.selectors.count", "\"{job=\\\"shop\\\"}\"", "spec.selectors.count" },
        { Samples.Metric, "spec.selectors.count", "\"shop{a=b}\"", "spec.selectors.count" },
        { Samples.Metric, "spec.selectors.valueBuckets", "\"shop_order_value_bucket\"", "spec.selectors.valueBuckets" },
        { Samples.Metric, "spec.selectors.valueBuckets", "\"shop_order_value_bucket{a=\\\"b\\\"}\"", "spec.selectors.valueBuckets" },
        { Samples.Metric, "spec.kind", "\"Count\"", "spec.selectors" },
        { Samples.Metric, "spec.kind", "\"Latency\"", "spec.selectors" },
        { Samples.Metric, "spec.kind", "\"Gauge\"", "spec.selectors" },
        { Samples.Metric, "spec.nodeLabel", "\"\"", "spec.nodeLabel" },
        { Samples.Probe, "spec.steps", "[]", "spec.steps" },
        { Samples.Probe, "spec.steps", null, "spec.steps" },
        { Samples.Probe, "spec.interval", "\"50ms\"", "spec.interval" },
        { Samples.Probe, "spec.interval", "\"2h\"", "spec.interval" },
        { Samples.Probe, "spec.timeout", "\"0s\"", "spec.timeout" },
        { Samples.Probe, "spec.failAfter", "0", "spec.failAfter" },
        { Samples.Probe, "spec.target", "{}", "spec.target" },
        { Samples.Probe, "spec.target.url", "\"http://shop\"", "spec.target" },
        { Samples.Probe, "spec.target.nodes", "\"Some\"", "spec.target.nodes" },
        { Samples.Probe, "spec.customer", "{}", "spec.customer.secretRef" },
        { Samples.Probe, "spec.steps.0.http", null, "spec.steps[0]" },
        { Samples.Probe, "spec.steps.1.name", "\"put in basket\"", "spec.steps[1]" },
        { Samples.Probe, "spec.steps.0.http.method", "\"FETCH\"", "spec.steps[0].http.method" },
        { Samples.Probe, "spec.steps.0.http.path", "\"basket\"", "spec.steps[0].http.path" },
        { Samples.Probe, "spec.steps.0.http.path", null, "spec.steps[0].http.path" },
        { Samples.Probe, "spec.steps.0.http.redirects", "21", "spec.steps[0].http.redirects" },
        { Samples.Probe, "spec.steps.0.expect.status", "[99]", "spec.steps[0].expect.status[0]" },
        { Samples.Probe, "spec.steps.0.expect.maxDuration", "\"2h\"", "spec.steps[0].expect.maxDuration" },
        { Samples.Probe, "spec.steps.3.dns.type", "\"B\"", "spec.steps[3].dns.type" },
        { Samples.Probe, "spec.steps.3.dns.transport", "[\"udp\"]", "spec.steps[3].dns.transport" },
        { Samples.Probe, "spec.steps.7.exec.command", "[]", "spec.steps[7].exec.command" },
        { Samples.Probe, "spec.steps.7.exec.command", "\"./check.sh\"", "spec.steps[7].exec.command" },
        { Samples.Probe, "spec.target.url", "\"ftp://shop\"", "spec.target.url" },
        { Samples.Probe, "spec.target", "{\"url\": \"http://u:p@shop\"}", "spec.target.url" },
        { Samples.Probe, "spec.target", "{\"url\": \"http://shop\", \"port\": 80}", "spec.target" },
        { Samples.Probe, "spec.mark.header", "\"X Y\"", "spec.mark.header" },
        { Samples.Probe, "spec.contract", "true", "spec.contract" },
        { Samples.Probe, "spec.contract.minAnswers", "0", "spec.contract.minAnswers" },
        { Samples.Probe, "spec.contract.ignore", "\"at\"", "spec.contract.ignore" },
        { Samples.Probe, "spec.contract.steps", "[7]", "spec.contract.steps[0]" },
        { Samples.Probe, "spec.steps.0.http.tls", "true", "spec.steps[0].http.tls" },
        { Samples.Probe, "spec.steps.0.http.tls.skipVerify", "\"no\"", "spec.steps[0].http.tls.skipVerify" },
        { Samples.Probe, "spec.steps.0.http.version", "2", "spec.steps[0].http.version" },
        { Samples.Probe, "spec.steps.1.http.form.a", "true", "spec.steps[1].http.form.a" },
        { Samples.Probe, "spec.steps.1.http.form.a", "2.5", "spec.steps[1].http.form.a" },
        { Samples.Probe, "spec.steps.1.http.body", "\"b\"", "spec.steps[1].http" },
        { Samples.Probe, "spec.steps.0.expect.bodyMatches", "[\"a\", 7]", "spec.steps[0].expect.bodyMatches[1]" },
        { Samples.Probe, "spec.steps.0.expect.bodyMatches", "\"\"", "spec.steps[0].expect.bodyMatches" },
        { Samples.Probe, "spec.steps.0.expect.versions", "[\"3\"]", "spec.steps[0].expect.versions[0]" },
        { Samples.Probe, "spec.steps.2.expect.versions", "\"3\"", "spec.steps[2].expect.versions" },
        { Samples.Probe, "spec.steps.3.expect.rcode", "\"NOPE\"", "spec.steps[3].expect.rcode" },
        { Samples.Probe, "spec.steps.0.expect.schema", "\"object\"", "spec.steps[0].expect.schema" },
        { Samples.Probe, "spec.steps.0.capture.basket", "\"id\"", "spec.steps[0].capture.basket" },
        { Samples.Probe, "spec.steps.4.tcp.talk.0.send", "\"HELO\"", "spec.steps[4].tcp.talk[0]" },
        { Samples.Probe, "spec.steps.4.tcp.talk.2", "{}", "spec.steps[4].tcp.talk[2]" },
    };

    /// <summary>What must be let through by both.</summary>
    public static TheoryData<string, string, string?> Good() => new()
    {
        { Samples.Rollout, "spec.stages.0.nodes", "\"3\"" },
        { Samples.Rollout, "spec.stages.0.nodes", "\"100%\"" },
        { Samples.Rollout, "spec.stages.1.nodes", "1" },
        { Samples.Rollout, "spec.stages.0.minDuration", "\"0s\"" },
        { Samples.Rollout, "spec.stages.0.nodeSelector", null },
        { Samples.Rollout, "spec.warmUp", "\"0s\"" },
        { Samples.Rollout, "spec.warmUp", "\"1.5h\"" },
        { Samples.Rollout, "spec.deadline", "\"2d\"" },
        { Samples.Rollout, "spec.deadline", "\"1d12h30m15s500ms\"" },
        { Samples.Rollout, "spec.errorRates.falseRollback", "\".5\"" },
        { Samples.Rollout, "spec.errorRates", null },
        { Samples.Rollout, "spec.metrics.1.metric.source.scrape", "{}" },
        { Samples.Rollout, "spec.workload.name", "\"shop.v2\"" },
        { Samples.Rollout, "spec.alerts.0.matchers.0", "\" severity != \\\"a\\\\\\\"b\\\" \"" },
        { Samples.Rollout, "spec.receivers.1.url", "\"http://alertmanager\"" },
        { Samples.Rollout, "spec.onCall", null },
        { Samples.Metric, "spec.interval", "\"1s\"" },
        { Samples.Metric, "spec.interval", "\"5m\"" },
        { Samples.Metric, "spec.selectors.valueBuckets", null },
        { Samples.Metric, "spec.selectors.count", "\"shop:orders:total{ }\"" },
        { Samples.Metric, "spec.selectors.count", "\"shop_orders_total{a=\\\"b\\\",c=~\\\"d}\\\",}\"" },
        { Samples.Metric, "spec.source.prometheus.address", "\"https://prometheus.example.com/prefix/@x\"" },
        { Samples.Metric, "spec.source.prometheus.address", null },
        { Samples.Probe, "spec.contract", "{}" },
        { Samples.Probe, "spec.contract", null },
        { Samples.Probe, "spec.contract.steps", "\"pay\"" },
        { Samples.Probe, "spec.steps.0.http.tls", "{}" },
        { Samples.Probe, "spec.steps.4.tcp.talk.2.startTls", "{}" },
        { Samples.Probe, "spec.steps.0.expect.bodyMatches", "[\"a\", \"b\"]" },
        { Samples.Probe, "spec.steps.0.expect.bodyNever", "\"error\"" },
        { Samples.Probe, "spec.steps.0.expect.versions", "\"2\"" },
        { Samples.Probe, "spec.steps.0.http.json", "[1, \"a\", null, {\"b\": true}]" },
        { Samples.Probe, "spec.steps.1.http.form.b", "\"\"" },
        { Samples.Probe, "spec.steps.0.capture.basket", "\"header:Location\"" },
        { Samples.Probe, "spec.steps.0.capture.basket", "\"match:id=([0-9]+)\"" },
        { Samples.Probe, "spec.target", "{\"url\": \"https://shop.example:8443/eu\"}" },
        { Samples.Probe, "spec.target", null },
    };

    /// <summary>
    /// What a server lets through and the binder refuses (the controller says it in the status): the end of the place, what is put there,
    /// and why no schema or rule can say it.
    /// </summary>
    private static readonly (string Place, string?[] Values, string Because)[] BinderAlone =
    [
        (@"\.(bodyMatches|bodyNever|versions|rcode|answers[A-Z][a-z]+|contract\.steps|contract\.ignore)$", ["7", "-3.5", "true", "{}", "{\"q\": 1}"],
            "text or list: a schema without a type refuses by none, and rules cannot see such a field"),
        (@"\.((headers|headersNever)\..*|bodyMatches|(bodyNever|answersAll)(\.[0-9])?|answersAny|answersNever|talk\.0\.expect)$", ["\"(\""],
            "whether a text is a regular expression, as .NET reads it"),
        (@"\.(json(\..*)?|body|(form|headers|headersNever)\..*|bodyMatches|(bodyNever|answersAll|command)(\.[0-9])?|answersAny|answersNever|send)$", ["\"{{ x }}\""],
            "whether an earlier step captured it"),
        (@"\.capture(\.basket)?$", [null, "{}"], "a later step uses what is captured here no more"),
        (@"\.jsonPath$", ["{}", "{\"q\": 1}"], "keys of a map without a typed value cannot be seen by rules"),
        (@"\.contract\.steps(\.0)?$", ["\"Zz z\"", "\"a\"", "\"(\"", "\"{{ x }}\""], "names of steps: a rule over all steps for each text would cost more than a server allows"),
        (Template, ["\"{{ x }}\""], "which names may stand in a template"),
        (@"\.steps\.[0-9]+\.name$", ["\"Zz z\"", "\"a\"", "\"(\"", "\"{{ x }}\""], "contract.steps names this step"),
    ];

    /// <summary>Of a rollout; all other places are of probes.</summary>
    private const string Template = @"\.receivers\.[0-9]+\.template$";

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_broken_is_refused_by_both_at_the_same_field(string kind, string path, string? json, string field)
    {
        var broken = Samples.Full(kind).With(path, json);
        var answer = await server.TryAsync(broken);
        Assert.True(answer.Status == 422, $"the server: {answer.Status} {answer.Message}");
        Assert.True(answer.Fields.Contains(field, StringComparer.Ordinal), $"the server names {string.Join(", ", answer.Fields)}: {answer.Message}");

        var problems = SchemaFieldsTests.Problems(broken);
        Assert.True(problems.Any(problem => problem.Place == field || problem.Place.StartsWith(field + ".", StringComparison.Ordinal) || problem.Place.StartsWith(field + "[", StringComparison.Ordinal)),
            $"the binder names {string.Join("; ", problems)}");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task What_is_right_is_let_through_by_both(string kind, string path, string? json)
    {
        var good = Samples.Full(kind).With(path, json);
        Assert.Empty(SchemaFieldsTests.Problems(good));
        var answer = await server.TryAsync(good);
        Assert.True(answer.Accepted, answer.Message);
    }

    /// <summary>Every field of the full resource replaced by things of every kind: whatever the server refuses the binder refuses, so that no
    /// resource is right to the controller that the cluster does not take. The other way round only what is listed may be missed.</summary>
    [Theory]
    [InlineData(Samples.Rollout)]
    [InlineData(Samples.Metric)]
    [InlineData(Samples.Probe)]
    public async Task No_change_of_any_field_is_wrong_to_one_and_right_to_the_other(string kind)
    {
        var full = Samples.Full(kind);
        var differences = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var (refused, accepted) = (0, 0);
        foreach (var path in Paths(full["spec"]!, "spec"))
        {
            foreach (var json in new[] { null, "7", "-3.5", "true", "\"\"", "\"Zz z\"", "\"a\"", "[]", "{}", "[1]", "{\"q\": 1}", "\"(\"", "\"{{ x }}\"" })
            {
                if (json is null && path.Split('.')[^1].All(char.IsAsciiDigit))
                {
                    continue;
                }

                var changed = full.With(path, json);
                var answer = await server.TryAsync(changed);
                var problems = SchemaFieldsTests.Problems(changed);
                (refused, accepted) = answer.Accepted ? (refused, accepted + 1) : (refused + 1, accepted);
                if (answer.Accepted && problems.Count > 0 && Exempt(kind, path, json) is { } because)
                {
                    known.Add(because);
                }
                else if (answer.Accepted != (problems.Count == 0))
                {
                    differences.Add($"{path} = {json ?? "absent"}: server {(answer.Accepted ? "accepts" : answer.Message)}; binder {string.Join("; ", problems)}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Equal(BinderAlone.Where(one => OfKind(one.Place) == kind).Select(one => one.Because).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
        Assert.True(refused > 100 && accepted > 15, $"{refused} refused, {accepted} accepted: the changes show nothing");
    }

    private static string OfKind(string place) => place == Template ? Samples.Rollout : Samples.Probe;

    private static string? Exempt(string kind, string path, string? json) => BinderAlone
        .Where(one => OfKind(one.Place) == kind && Regex.IsMatch(path, one.Place, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) && one.Values.Contains(json, StringComparer.Ordinal))
        .Select(one => one.Because).FirstOrDefault();

    private static IEnumerable<string> Paths(JsonNode value, string path)
    {
        if (path != "spec")
        {
            yield return path;
        }

        var below = value switch
        {
            JsonObject map => map.Select(pair => (Key: pair.Key, pair.Value)),
            JsonArray list => list.Select((item, i) => (Key: i.ToString(System.Globalization.CultureInfo.InvariantCulture), Value: item)),
            _ => [],
        };
        foreach (var (key, child) in below.ToList())
        {
            foreach (var found in key.Contains('.', StringComparison.Ordinal) ? [] : Paths(child!, $"{path}.{key}"))
            {
                yield return found;
            }
        }
    }
}
