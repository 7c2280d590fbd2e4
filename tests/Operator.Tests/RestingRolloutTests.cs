using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Planning.Alerts;
using Rollout.Server.Hooks;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>Alerts that are told of to a process that has no loop for a rollout.</summary>
public sealed class RestingRolloutTests : IAsyncDisposable
{
    private readonly ClusterClient client = new(
        new ClusterConnection { Server = new Uri("http://127.0.0.1:9"), Credentials = new FixedCredentials(new Credential()) }, new ClientOptions());

    private readonly PrometheusServers servers = new(new NoSecrets(), TimeProvider.System);
    private readonly HttpMessageInvoker scrapes = new(new SocketsHttpHandler());

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        scrapes.Dispose();
        await servers.DisposeAsync();
    }

    [Theory]
    [InlineData("Idle")]
    [InlineData("Promoted")]
    [InlineData("RolledBack")]
    [InlineData(null)]
    public async Task Where_nothing_is_under_way_they_concern_nobody_and_no_spec_is_read(string? phase)
    {
        var told = Told("page");
        Assert.Equal(new HeardAnswer.Recorded(0), await Rollout(phase).HearAsync(told, default));
        Assert.Equal(0, told.Looks);
    }

    [Fact]
    public async Task Where_another_process_leads_that_one_must_hear_them_and_what_fits_no_policy_nobody()
    {
        Assert.IsType<HeardAnswer.NotYet>(await Rollout("Judging").HearAsync(Told("page"), default));
        Assert.Equal(new HeardAnswer.Recorded(0), await Rollout("Judging").HearAsync(Told("ticket"), default));
    }

    private RestingRollout Rollout(string? phase)
    {
        var caches = new RolloutCaches(client, null, [WorkloadKind.Deployment], hasProbes: false, _ => { });
        var snapshot = JsonSerializer.Deserialize($$$"""
            {"metadata": {"name": "shop", "namespace": "store", "uid": "u1"},
             "spec": {"workload": {"kind": "Deployment", "name": "shop"}, "alerts": [{"name": "pages", "matchers": ["severity=\"page\""]}],
                      "metrics": [{"name": "orders", "metricRef": {"name": "orders"}}]},
             "status": {"phase": {{{JsonSerializer.Serialize(phase)}}} } }
            """, OperatorKinds.Rollouts.Json)!;
        return new RestingRollout(new OperatorParts
        {
            Client = client, Caches = caches, Resolution = new Resolution(caches), Servers = servers, Scrapes = scrapes, Hold = _ => throw new InvalidOperationException("nobody asks"),
            Hubs = new EventHubs(TimeProvider.System, _ => null), Time = TimeProvider.System, Logs = NullLoggerFactory.Instance,
        }, snapshot);
    }

    private static AlertGroup Told(string severity) => new([new AlertNews(
        "f1", new Dictionary<string, string>(StringComparer.Ordinal) { ["severity"] = severity }, null, true, DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch)]);
}
