using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Admission;

public class PolicyTests
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1/";
    private const string Sets = "/apis/apps/v1/namespaces/default/statefulsets";

    [Fact]
    public async Task A_mutating_policy_holds_a_stateful_set_in_the_request_that_changes_its_template()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await PolicyAsync(cluster, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", "statefulsets", """
            "matchConditions": [{"name": "changed", "expression": "object.spec.template != oldObject.spec.template"}],
            "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{spec: Object.spec{updateStrategy: Object.spec.updateStrategy{rollingUpdate: Object.spec.updateStrategy.rollingUpdate{partition: 2147483647}}}}"}}]
            """, "");
        await cluster.CreateAsync(Sets, FakeCluster.Workload("StatefulSet", "db", "db:v1", 2, "\"serviceName\": \"db\""));
        await cluster.MergeAsync(Sets + "/db", """{"spec": {"replicas": 3}}""");
        Assert.Equal(0, (await cluster.GetAsync(Sets + "/db")).Whole("spec", "updateStrategy", "rollingUpdate", "partition"));
        await cluster.MergeAsync(Sets + "/db", FakeCluster.NewImage("db:v2"));
        Assert.Equal(2147483647, (await cluster.GetAsync(Sets + "/db")).Whole("spec", "updateStrategy", "rollingUpdate", "partition"));
    }

    [Fact]
    public async Task A_JSON_patch_mutation_sets_on_delete()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await PolicyAsync(cluster, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", "daemonsets", """
            "mutations": [{"patchType": "JSONPatch", "jsonPatch": {"expression": "[JSONPatch{op: 'replace', path: '/spec/updateStrategy', value: Object.spec.updateStrategy{type: 'OnDelete'}}]"}}]
            """, "");
        const string Daemons = "/apis/apps/v1/namespaces/default/daemonsets";
        await cluster.CreateAsync(Daemons, FakeCluster.Workload("DaemonSet", "agent", "a:v1", null));
        await cluster.MergeAsync(Daemons + "/agent", FakeCluster.NewImage("a:v2"));
        Assert.Equal("""{"type":"OnDelete"}""", (await cluster.GetAsync(Daemons + "/agent")).At("spec", "updateStrategy")!.ToJsonString());
    }

    [Fact]
    public async Task A_validating_policy_warns_the_person_or_denies()
    {
        await using var cluster = await FakeCluster.StartAsync();
        const string Few = "\"validations\": [{\"expression\": \"object.spec.replicas < 5\", \"message\": \"too many\"}]";
        await PolicyAsync(cluster, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", "statefulsets", Few,
            "\"validationActions\": [\"Warn\"],");
        await cluster.CreateAsync(Sets, FakeCluster.Workload("StatefulSet", "db", "db:v1", 2, "\"serviceName\": \"db\""));
        using var request = new HttpRequestMessage(HttpMethod.Patch, Sets + "/db");
        request.Content = new StringContent("""{"spec": {"replicas": 7}}""");
        request.Content.Headers.ContentType = new("application/merge-patch+json");
        using var response = await cluster.Http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("too many", response.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);

        await cluster.MergeAsync(Group + "validatingadmissionpolicybindings/p", """{"spec": {"validationActions": ["Deny"]}}""");
        var (status, body) = await cluster.AskAsync("PATCH", Sets + "/db", """{"spec": {"replicas": 8}}""", "application/merge-patch+json");
        Assert.Equal((422, "Invalid"), (status, body.Text("reason")));
    }

    [Fact]
    public async Task An_expression_that_cannot_be_evaluated_refuses_under_Fail_and_lets_through_under_Ignore()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await PolicyAsync(cluster, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", "statefulsets",
            "\"validations\": [{\"expression\": \"object.spec.nothing == 1\"}]", "\"validationActions\": [\"Deny\"],");
        await cluster.CreateAsync(Sets, FakeCluster.Workload("StatefulSet", "db", "db:v1", 2, "\"serviceName\": \"db\""));
        Assert.Equal(403, (await cluster.AskAsync("PATCH", Sets + "/db", """{"spec": {"replicas": 3}}""", "application/merge-patch+json")).Status);
        await cluster.MergeAsync(Group + "validatingadmissionpolicies/p", """{"spec": {"failurePolicy": "Ignore"}}""");
        await cluster.MergeAsync(Sets + "/db", """{"spec": {"replicas": 3}}""");
    }

    private static async Task PolicyAsync(FakeCluster cluster, string kind, string plural, string resource, string spec, string binding)
    {
        await cluster.CreateAsync(Group + plural, $$$"""
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "{{{kind}}}", "metadata": {"name": "p"},
             "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": ["{{{resource}}}"]}]}, {{{spec}}} } }
            """);
        await cluster.CreateAsync($"{Group}{kind.ToLowerInvariant()}bindings", $$$"""
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "{{{kind}}}Binding", "metadata": {"name": "p"}, "spec": { {{{binding}}} "policyName": "p"} }
            """);
    }
}
