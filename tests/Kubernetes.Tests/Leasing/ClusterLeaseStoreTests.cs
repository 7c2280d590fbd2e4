using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Leasing;

public class ClusterLeaseStoreTests
{
    [Fact]
    public async Task A_term_over_the_wire_creates_the_lease_leads_and_gives_it_back()
    {
        await using var server = await PlayedServer.StartAsync();
        JsonObject? lease = null;
        var version = 0;
        server.Answer = async (context, request) =>
        {
            if (request.Method == "GET" && lease is null)
            {
                await PlayedServer.StatusAsync(context, 404, "NotFound");
                return;
            }

            if (request.Method != "GET")
            {
                lease = JsonNode.Parse(request.Body)!.AsObject();
                lease["metadata"]!["resourceVersion"] = $"{++version}";
            }

            await PlayedServer.JsonAsync(context, request.Method == "POST" ? 201 : 200, lease!.ToJsonString());
        };
        using var client = server.Client();
        var store = new ClusterLeaseStore(client, new ObjectKey("rollout", "controller"));
        var elector = new LeaderElector(store, new LeaseOptions { Identity = "me-1" }, TimeProvider.System, NullLogger.Instance);
        var end = await elector.RunTermAsync(
            _ =>
            {
                Assert.True(elector.IsLeader);
                Assert.Equal("me-1", lease!["spec"]!["holderIdentity"]!.GetValue<string>());
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.Equal(TermEnd.WorkEnded, end);
        Assert.False(elector.IsLeader);
        Assert.Null(elector.Holder);
        Assert.Equal(["GET", "POST", "PUT"], server.Requests.Select(r => r.Method));
        Assert.Equal("/apis/coordination.k8s.io/v1/namespaces/rollout/leases/controller", server.Requests.Last().Target);
        Assert.Equal("", lease!["spec"]!["holderIdentity"]!.GetValue<string>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", lease["spec"]!["renewTime"]!.GetValue<string>());
    }
}
