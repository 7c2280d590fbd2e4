using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>A Deployment that an admission policy holds (the recorded one, transcript 15), and a controller that may do no more than is written
/// beside the fleets.</summary>
public class PolicyHeldTests
{
    private const string Admission = "/apis/admissionregistration.k8s.io/v1/";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";
    private static readonly KubernetesFleetOptions ByPolicy = new() { Hold = () => HoldMode.ByPolicy };

    [Fact]
    public async Task An_idle_deployment_is_not_held_and_a_new_template_is_in_the_request_that_brings_it()
    {
        await using var world = await AdoptedAsync();
        Assert.False((await world.LookAsync()).IsHeld);
        await world.MergeAsync("""{"spec": {"paused": false, "template": {"metadata": {"labels": {"more": "x"}}}}}""");
        await world.SettleAsync();
        var seen = await world.LookAsync();
        Assert.Equal((true, null), (seen.IsHeld, seen.Fleet.Unheld));
        Assert.Equal(Times(4, "shop:v1"), world.Images());
        await world.MergeAsync("""{"spec": {"paused": false}}""");
        Assert.True((await world.LookAsync()).IsHeld);
        Assert.Empty((await world.LookAsync()).Problems);
    }

    [Fact]
    public async Task It_is_promoted_by_the_controller_and_left_as_its_user_wrote_it()
    {
        await using var world = await AdoptedAsync();
        var stable = await world.WantedAsync();
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        var canary = await world.WantedAsync();
        await ReachAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["a"], CancellationToken.None));
        Assert.Equal([.. Times(4, "shop:v1"), "shop:v2"], world.Images());
        await ReachAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        Assert.Equal(Times(4, "shop:v2"), world.Images());
        Assert.False((await world.LookAsync()).IsHeld);
    }

    [Fact]
    public async Task A_label_taken_away_together_with_a_new_template_does_not_let_it_through()
    {
        await using var world = await AdoptedAsync();
        var stable = await world.WantedAsync();
        await world.MergeAsync("""
            {"metadata": {"labels": {"staggered.dev/rollout": null}}, "spec": {"template": {"metadata": {"labels": {"more": "x"}}}}}
            """);
        await world.SettleAsync();
        Assert.Equal((true, stable), ((await world.LookAsync()).IsHeld, (await world.LookAsync()).RunningRevision));
        await ReachAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        Assert.Equal("shop", (string?)world.Workload["metadata"]!["labels"]![Marks.Rollout]);
    }

    [Fact]
    public async Task A_withdrawn_template_lets_it_go_again()
    {
        await using var world = await AdoptedAsync();
        var stable = await world.WantedAsync();
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        await world.ImageAsync("shop:v1");
        Assert.True((await world.LookAsync()).IsHeld);
        await ReachAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        Assert.False((await world.LookAsync()).IsHeld);
    }

    /// <summary>What is written in controller/Fleets/Kubernetes/README.md is enough for a whole life of each kind.</summary>
    [Theory]
    [InlineData(WorkloadKind.Deployment)]
    [InlineData(WorkloadKind.StatefulSet)]
    [InlineData(WorkloadKind.DaemonSet)]
    public async Task The_permissions_that_are_asked_for_are_enough(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 3, machines: 3);
        await EmployAsync(world);
        Task Reach(Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) => world.ReachAsync(async () => await ensure(await world.FleetAsync()));
        await (kind == WorkloadKind.Deployment ? DeploymentStory.PlayAsync(world, Reach) : SetStory.PlayAsync(world, Reach));
    }

    private static Task ReachAsync(KubernetesWorld world, Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) =>
        world.ReachAsync(async () => await ensure(await world.FleetAsync(options: ByPolicy)));

    private static async Task<KubernetesWorld> AdoptedAsync()
    {
        var world = await StartAsync(WorkloadKind.Deployment);
        await EmployAsync(world);
        await world.SendAsync("POST", Admission + "mutatingadmissionpolicies", """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "staggered-hold"}, "spec": {
              "matchConstraints": {"resourceRules": [{"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": ["deployments"]}]},
              "matchConditions": [
                {"name": "managed", "expression": "[object, oldObject].exists(o, has(o.metadata.labels) && 'staggered.dev/rollout' in o.metadata.labels)"},
                {"name": "not-the-controller", "expression": "request.userInfo.username != 'system:serviceaccount:default:rollout'"},
                {"name": "changed-or-unpaused", "expression": "object.spec.template != oldObject.spec.template || (has(oldObject.spec.paused) && oldObject.spec.paused && has(object.metadata.labels) && 'staggered.dev/rollout' in object.metadata.labels)"}],
              "failurePolicy": "Fail", "reinvocationPolicy": "IfNeeded",
              "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{spec: Object.spec{paused: true}}"}}]}}
            """);
        await world.SendAsync("POST", Admission + "mutatingadmissionpolicybindings", """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicyBinding", "metadata": {"name": "staggered-hold"},
             "spec": {"policyName": "staggered-hold"}}
            """);
        var stable = await world.WantedAsync();
        await ReachAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        return world;
    }

    /// <summary>The fleets are a service account from now on, with the role that the README of the fleets asks for.</summary>
    private static async Task EmployAsync(KubernetesWorld world)
    {
        await world.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "rollout"}}
            """);
        await world.SendAsync("POST", Rbac + "clusterroles", new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = "rollout" },
            ["rules"] = new JsonArray(
                Rule("apps", ["deployments", "statefulsets", "daemonsets"], "get", "list", "watch", "patch"),
                Rule("apps", ["replicasets"], "get", "list", "watch", "create", "patch", "delete"),
                Rule("apps", ["controllerrevisions"], "get", "list", "watch", "create", "delete"),
                Rule("", ["pods"], "get", "list", "watch", "delete"),
                Rule("", ["nodes"], "get", "list", "watch")),
        }.ToJsonString());
        await world.SendAsync("POST", Rbac + "clusterrolebindings", """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "rollout"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "rollout"},
             "subjects": [{"kind": "ServiceAccount", "name": "rollout", "namespace": "default"}]}
            """);
        world.ActAs(world.Server.TokenFor("default", "rollout"));
    }

    private static JsonObject Rule(string group, string[] resources, params string[] verbs) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = new JsonArray([.. resources.Select(r => (JsonNode)r)]),
        ["verbs"] = new JsonArray([.. verbs.Select(v => (JsonNode)v)]),
    };
}
