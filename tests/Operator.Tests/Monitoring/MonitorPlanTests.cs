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
        var named = Plan($$"""{"target": {"url": "https://shop.example"}, {{Steps}} }""", [new("shop", null)]);
        Assert.Empty(named.Runs);
        Assert.Null(named.Trouble);
    }

    [Fact]
    public void Without_a_target_it_runs_nowhere_and_says_so()
    {
        var nowhere = Plan($$"""{ {{Steps}} }""");
        Assert.Empty(nowhere.Runs);
        Assert.Equal(MonitorPlan.NoTarget, nowhere.Trouble!.Reason);
        Assert.Null(Plan($$"""{ {{Steps}} }""", [new("shop", null)]).Trouble);
    }

    [Fact]
    public void What_only_a_rollout_names_that_does_not_run_it_runs_against_its_own_target_and_its_status_says_why()
    {
        NamingRollout[] invalid = [new("shop", "is invalid (spec.metrics[0] names nothing)")];
        var runs = Plan($$"""{"target": {"url": "https://shop.example"}, {{Steps}} }""", invalid);
        Assert.Equal("store/checkout service https://shop.example/", Text(runs));
        Assert.Equal((0, null), (runs.Rollouts.Count, runs.Trouble));
        var ready = ProbeStatuses.Due(runs, [], null, default, default, TimeSpan.FromMinutes(1))!.Conditions.Single();
        Assert.Equal(("True", "The probe is valid and runs at its own target: StaggeredRollout shop, which names it, is invalid (spec.metrics[0] names nothing)"), (ready.Status, ready.Message));

        var nowhere = Plan($$"""{ {{Steps}} }""", invalid);
        Assert.Empty(nowhere.Runs);
        Assert.Equal(MonitorPlan.NoTarget, nowhere.Trouble!.Reason);
        Assert.Contains("StaggeredRollout shop, which names it, is invalid (spec.metrics[0] names nothing), so it runs nowhere", nowhere.Trouble.Message, StringComparison.Ordinal);
        Assert.Empty(Plan($$"""{"target": {"url": "https://shop.example"}, {{Steps}} }""", [.. invalid, new("till", null)]).Runs);
    }

    [Fact]
    public void A_bad_spec_says_everything_that_is_wrong_with_its_place_and_runs_nothing()
    {
        var bad = Plan("""{"target": {"url": "https://shop.example"}, "steps": [{"name": "a", "http": {"path": "/{{ nobody }}"}, "expect": {"bodyMatches": "("} }] }""", [new("shop", null)]);
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

    private static MonitoredProbe Plan(string spec, IReadOnlyList<NamingRollout>? rollouts = null, ServiceLook? look = null, IReadOnlyList<ProbeAssignment>? before = null) =>
        MonitorPlan.Of(Key, Snapshot(spec), rollouts ?? [], _ => look, before ?? []);

    private static string Text(MonitoredProbe probe) => string.Join(' ', probe.Runs.Select(r => $"{r.Probe} {r.Node} {r.Address}"));

    private static ServiceSnapshot Service() => new() { Metadata = null, Selector = "app=shop", Ports = [new ServicePort(null, 80, 8080, null)] };

    internal static ProbeSnapshot Snapshot(string spec, int generation = 1, string? status = null) => JsonSerializer.Deserialize($$"""
        {"apiVersion": "staggered.dev/v1alpha1", "kind": "AcceptanceProbe", "metadata": {"name": "checkout", "namespace": "store", "uid": "u1", "resourceVersion": "7", "generation": {{generation}} },
         "spec": {{spec}} {{(status is null ? "" : $", \"status\": {status}")}} }
        """, OperatorKinds.Probes.Json)!;
}
