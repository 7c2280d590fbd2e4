using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class HoldWatchTests : IAsyncLifetime
{
    private const string Policies = "mutatingadmissionpolicies";
    private const string Bindings = "mutatingadmissionpolicybindings";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<WorkloadKind> told = new();
    private readonly SemaphoreSlim changes = new(0);
    private readonly CancellationTokenSource stop = new();
    private FakeKubernetesServer server = null!;
    private ClusterClient admin = null!;
    private ClusterClient controller = null!;
    private HoldWatch watch = null!;
    private Task watching = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { RunControllers = false });
        admin = Client(server.AdminToken);
        controller = Client(await InstalledAccount.InstallAsync(server));
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        controller.Dispose();
        admin.Dispose();
        changes.Dispose();
        stop.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_kind_is_held_by_policy_while_its_policy_and_a_binding_of_it_are_there()
    {
        Watch(controller);
        Assert.Equal([HoldMode.AtAdoption, HoldMode.AtAdoption], Modes());
        await CreateAsync(Policies, Policy("hold-deployments", "deployments"));
        await UntilToldAsync(WorkloadKind.Deployment);
        Assert.Equal([HoldMode.AtAdoption, HoldMode.AtAdoption], Modes());
        await CreateAsync(Bindings, Binding("one", "hold-deployments"));
        await UntilToldAsync(WorkloadKind.Deployment);
        await UntilModesAsync(HoldMode.ByPolicy, HoldMode.AtAdoption);

        await DeleteAsync(Bindings, "one");
        await UntilToldAsync(WorkloadKind.Deployment);
        await UntilModesAsync(HoldMode.AtAdoption, HoldMode.AtAdoption);
        await CreateAsync(Bindings, Binding("another", "hold-deployments"));
        await UntilToldAsync(WorkloadKind.Deployment);
        await UntilModesAsync(HoldMode.ByPolicy, HoldMode.AtAdoption);
        await DeleteAsync(Policies, "hold-deployments");
        await UntilToldAsync(WorkloadKind.Deployment);
        await UntilModesAsync(HoldMode.AtAdoption, HoldMode.AtAdoption);
        Assert.DoesNotContain(WorkloadKind.StatefulSet, told);
        Assert.Empty(server.Forbidden);
    }

    [Fact]
    public async Task A_policy_of_somebody_else_and_one_for_a_kind_that_is_not_known_hold_nothing()
    {
        Watch(controller);
        await CreateAsync(Policies, Policy("of-others", null));
        await CreateAsync(Bindings, Binding("of-others", "of-others"));
        await CreateAsync(Policies, Policy("of-later", "jobs"));
        await CreateAsync(Bindings, Binding("of-later", "of-later"));

        // Told in order: what comes after them has been heard, so they have.
        await CreateAsync(Policies, Policy("hold-sets", "statefulsets"));
        await UntilToldAsync(WorkloadKind.StatefulSet);
        await CreateAsync(Bindings, Binding("hold-sets", "hold-sets"));
        await UntilModesAsync(HoldMode.AtAdoption, HoldMode.ByPolicy);
    }

    [Fact]
    public async Task Who_may_not_read_policies_holds_by_itself()
    {
        await CreateAsync(Policies, Policy("hold-deployments", "deployments"));
        await CreateAsync(Bindings, Binding("one", "hold-deployments"));
        var answer = await admin.Resources(ResourceKinds.Untyped(new ResourceType("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "Any", Namespaced: false)))
            .DeleteAsync(new ObjectKey(null, "rollout-cluster"), DeleteOptions.Default, default);
        Assert.True(answer.TryGet(out _, out var error), error?.ToString());
        Watch(controller);
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!server.Forbidden.Any(r => r.Contains(Policies, StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        Assert.Equal([HoldMode.AtAdoption, HoldMode.AtAdoption], Modes());
    }

    private HoldMode[] Modes() => [watch.Of(WorkloadKind.Deployment), watch.Of(WorkloadKind.StatefulSet)];

    private void Watch(ClusterClient client)
    {
        watch = new HoldWatch(client, kind =>
        {
            told.Enqueue(kind);
            changes.Release();
        });
        watching = watch.RunAsync(stop.Token);
    }

    /// <summary>Each change of a policy, or of a binding of one that is known, is told once.</summary>
    private async Task UntilToldAsync(WorkloadKind kind)
    {
        Assert.True(await changes.WaitAsync(Patience), "nothing was told");
        Assert.Equal(kind, told.Last());
    }

    private async Task UntilModesAsync(HoldMode deployments, HoldMode statefulSets)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!Modes().SequenceEqual([deployments, statefulSets]))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private ClusterClient Client(string token) =>
        new(new ClusterConnection { Server = server.Address, Credentials = new FixedCredentials(new Credential { BearerToken = new Secret(token) }) }, new ClientOptions());

    private async Task CreateAsync(string plural, string json) => Ground.Ok(await admin.Resources(Kind(plural)).CreateAsync((JsonObject)JsonNode.Parse(json)!, WriteOptions.Default, default));

    private async Task DeleteAsync(string plural, string name) =>
        Assert.True((await admin.Resources(Kind(plural)).DeleteAsync(new ObjectKey(null, name), DeleteOptions.Default, default)).TryGet(out _, out var error), error?.ToString());

    private static ResourceKind<JsonObject> Kind(string plural) => ResourceKinds.Untyped(new ResourceType(
        "admissionregistration.k8s.io", "v1", plural, plural == Policies ? "MutatingAdmissionPolicy" : "MutatingAdmissionPolicyBinding", Namespaced: false));

    private static string Policy(string name, string? holds) => $$$"""
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy",
         "metadata": {"name": "{{{name}}}", "labels": { {{{(holds is null ? "" : $"\"staggered.dev/holds\": \"{holds}\"")}}} } },
         "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": ["deployments"]}]},
                  "reinvocationPolicy": "IfNeeded", "mutations": [{"patchType": "JSONPatch", "jsonPatch": {"expression": "[]"}}]} }
        """;

    private static string Binding(string name, string policy) => $$"""
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicyBinding", "metadata": {"name": "{{name}}"}, "spec": {"policyName": "{{policy}}"} }
        """;
}
