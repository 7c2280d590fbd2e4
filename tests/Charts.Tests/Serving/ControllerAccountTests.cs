namespace Rollout.Charts.Tests.Serving;

/// <summary>The controller's account at an API server on which the chart is installed.</summary>
public class ControllerAccountTests
{
    [Theory]
    [InlineData("GET", "/apis/apps/v1/deployments")]
    [InlineData("GET", "/apis/apps/v1/namespaces/store/replicasets?watch=false")]
    [InlineData("GET", "/apis/apps/v1/daemonsets")]
    [InlineData("GET", "/api/v1/nodes")]
    [InlineData("GET", "/api/v1/pods")]
    [InlineData("GET", "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies")]
    [InlineData("GET", "/api/v1/namespaces/store/secrets/prometheus")]
    public async Task May(string method, string path)
    {
        await using var cluster = await StartAsync();
        Assert.Equal(200, (await cluster.ControllerAsync(method, path)).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/secrets")]
    [InlineData("GET", "/api/v1/namespaces/store/secrets")]
    [InlineData("GET", "/api/v1/namespaces/store/secrets/other")]
    [InlineData("GET", "/api/v1/namespaces/rollout-system/secrets/prometheus")]
    [InlineData("GET", "/api/v1/configmaps")]
    [InlineData("GET", "/apis/coordination.k8s.io/v1/namespaces/rollout-system/leases/another")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/store/deployments/shop")]
    [InlineData("DELETE", "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies/rollout-hold-deployments")]
    [InlineData("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles")]
    public async Task May_not(string method, string path)
    {
        await using var cluster = await StartAsync();
        Assert.Equal(403, (await cluster.ControllerAsync(method, path, method == "POST" ? "{}" : null)).Status);
    }

    [Fact]
    public async Task In_one_namespace_nothing_elsewhere()
    {
        await using var cluster = await ServedCluster.StartAsync("namespace: store");
        Assert.Equal(200, (await cluster.ControllerAsync("GET", "/apis/apps/v1/namespaces/store/deployments")).Status);
        Assert.Equal(403, (await cluster.ControllerAsync("GET", "/apis/apps/v1/namespaces/default/deployments")).Status);
        Assert.Equal(403, (await cluster.ControllerAsync("GET", "/apis/apps/v1/deployments")).Status);
    }

    private static async Task<ServedCluster> StartAsync()
    {
        var cluster = await ServedCluster.StartAsync("secretAccess: [{namespace: store, names: [prometheus]}]");
        await cluster.PersonAsync("POST", "/api/v1/namespaces/store/secrets", """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "prometheus"}}""");
        return cluster;
    }
}
