using System.Text.Json;
using Rollout.Kubernetes.Rest;
using Rollout.Probes.Schedule;
using Rollout.Server.Operator;
using Rollout.Server.Operator.Monitoring;

namespace Rollout.Operator.Tests.Monitoring;

public sealed class MonitorPlanTests
{
    private const string Steps = """ "steps": [{"name": "ask", "http": {"path": "/"} }] """;
    private static readonly ObjectKey Key = new("store", "checkout");

    [Fact]
    public void What_no_rollout_names_runs_against_its_own_target()
    {
        var url = Plan($$"""{"target": {"url": "https://shop.example"}, {{Steps}} }""");
        Assert.Equal("store/checkout service https://shop.example/", Text(url));
        Assert.Equal("store/checkout service http://shop.store:8080/", Text(Plan($$"""{"target": {"service": "shop", "port": 8080, "nodes": "Service"}, {{Steps}} }""")));
        Assert.Null(url.Trouble);
    }

    [Fact]
    public void What_a_rollout_names_is_run_by_the_rollout_alone()
    {
        var named = Plan($$"""{"target": {"url": "https://shop.example"}, {{Steps}} }""", ["shop"]);
        Assert.Empty(named.Runs);
        Assert.Null(named.Trouble);
    }

    [Fact]
    public void Without_a_target_it_runs_nowhere_and_says_so()
    {
        var nowhere = Plan($$"""{ {{Steps}} }""");
        Assert.Empty(nowhere.Runs);
        Assert.Equal(MonitorPlan.NoTarget, nowhere.Trouble!.Reason);
        Assert.Null(Plan($$"""{ {{Steps}} }""", ["shop"]).Trouble);
    }

    [Fact]
    public void A_bad_spec_says_everything_that_is_wrong_with_its_place_and_runs_nothing()
    {
        var bad = Plan("""{"target": {"url": "https://shop.example"}, "steps": [{"name": "a", "http": {"path": "/{{ nobody }}"}, "expect": {"bodyMatches": "("} }] }""", ["shop"]);
        Assert.Empty(bad.Runs);
        Assert.Equal("SpecInvalid", bad.Trouble!.Reason);
        Assert.Contains("spec.steps[0].http.path", bad.Trouble.Message, StringComparison.Ordinal);
        Assert.Contains("spec.steps[0].expect.bodyMatches", bad.Trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void While_nobody_can_tell_the_nodes_those_of_before_go_on_and_of_a_Service_that_is_gone_none_do()
    {
        const string Spec = $$"""{"target": {"service": "shop", "port": 80}, {{Steps}} }""";
        var before = Plan(Spec, [], new ServiceLook.Seen(Service(), [new EndpointPod { Metadata = new() { Name = "a" }, Address = "10.0.0.1", IsReady = true }])).Runs;
        Assert.Equal("store/checkout a http://10.0.0.1:8080/", $"{before[0].Probe} {before[0].Node} {before[0].Address}");
        Assert.Equal(before.Select(b => b.Address), Plan(Spec, [], new ServiceLook.Unreadable("away"), before).Runs.Select(r => r.Address));
        Assert.Equal("away", Plan(Spec, [], new ServiceLook.Unreadable("away"), before).Trouble!.Message);
        Assert.Empty(Plan(Spec, [], new ServiceLook.Missing(), before).Runs);
        Assert.Equal(MonitorPlan.TargetUnknown, Plan(Spec, [], new ServiceLook.Missing(), before).Trouble!.Reason);
    }

    [Fact]
    public void The_pods_of_another_namespace_are_not_asked() =>
        Assert.Contains("spec.target.service shop.other is of another namespace", Plan($$"""{"target": {"service": "shop.other"}, {{Steps}} }""").Trouble!.Message, StringComparison.Ordinal);

    private static MonitoredProbe Plan(string spec, IReadOnlyList<string>? rollouts = null, ServiceLook? look = null, IReadOnlyList<ProbeAssignment>? before = null) =>
        MonitorPlan.Of(Key, Snapshot(spec), rollouts ?? [], _ => look, before ?? []);

    private static string Text(MonitoredProbe probe) => string.Join(' ', probe.Runs.Select(r => $"{r.Probe} {r.Node} {r.Address}"));

    private static ServiceSnapshot Service() => new() { Metadata = null, Selector = "app=shop", Ports = [new ServicePort(null, 80, 8080, null)] };

    internal static ProbeSnapshot Snapshot(string spec, int generation = 1, string? status = null) => JsonSerializer.Deserialize($$"""
        {"apiVersion": "staggered.dev/v1alpha1", "kind": "AcceptanceProbe", "metadata": {"name": "checkout", "namespace": "store", "uid": "u1", "resourceVersion": "7", "generation": {{generation}} },
         "spec": {{spec}} {{(status is null ? "" : $", \"status\": {status}")}} }
        """, OperatorKinds.Probes.Json)!;
}
