using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Judge;
using Rollout.Kubernetes.Rest;

namespace Rollout.Recording.Tests.Kubernetes;

/// <summary>The calibration lies beside the rollout, owned by it, written once.</summary>
public sealed class CalibrationStoreTests : IAsyncLifetime
{
    private readonly RecordedCluster cluster = new();

    public Task InitializeAsync() => cluster.InitializeAsync();

    public Task DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task It_is_written_once_and_owned_by_the_rollout()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Begun(0.1), 0);
        var map = cluster.Stored(RecordedCluster.Calibration);
        var owner = map["metadata"]!["ownerReferences"]![0]!;
        Assert.Equal(("StaggeredRollout", "shop", (string?)cluster.Stored()["metadata"]!["uid"], true), ((string?)owner["kind"], (string?)owner["name"], (string?)owner["uid"], (bool)owner["controller"]!));
        await recorder.WrittenAsync(Begun(0.1), 1);
        var other = await cluster.RecorderAsync();
        await other.WrittenAsync(await other.KnownAsync(), 2);
        Assert.Equal((string?)map["metadata"]!["resourceVersion"], (string?)cluster.Stored(RecordedCluster.Calibration)["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task The_one_that_the_status_names_stays_until_the_next_is_named()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Begun(0.1), 0);

        // The next trial's calibration is there, the status that names it did not come through.
        cluster.Fail(FaultKind.TooManyRequests, "update");
        Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(Begun(0.2), 1, RecordedNews.None, default));
        Assert.Equal(0.1, (await (await cluster.RecorderAsync()).KnownAsync()).Baselines["dollars"].ExpectedShare);
        Assert.Equal(2, Held());

        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Begun(0.3), 1);
        Assert.Equal(0.3, (await (await cluster.RecorderAsync()).KnownAsync()).Baselines["dollars"].ExpectedShare);
        Assert.Equal(2, Held());
    }

    [Fact]
    public async Task Evidence_whose_calibration_is_gone_begins_anew()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Begun(0.1), 0);
        RecordedCluster.Ok(await cluster.Maps.DeleteAsync(new ObjectKey("default", "shop-calibration"), DeleteOptions.Default, default));
        var read = await (await cluster.RecorderAsync()).KnownAsync();
        Assert.Equal((0, 0, 0, 1L), (read.EvidenceTrial, read.Evidence.Count, read.Baselines.Count, read.Version));
    }

    [Fact]
    public async Task A_map_of_somebody_else_is_left_as_it_is()
    {
        RecordedCluster.Ok(await cluster.Maps.CreateAsync((JsonObject)JsonNode.Parse(
            """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "shop-calibration", "namespace": "default"}, "data": {"a": "b"}}""")!, WriteOptions.Default, default));
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        var refused = Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(Begun(0.1), 0, RecordedNews.None, default));
        Assert.Contains("is not this rollout's", refused.Reason, StringComparison.Ordinal);
        Assert.Null(cluster.Stored(RecordedCluster.Calibration)["binaryData"]);
        Assert.Null(cluster.Stored()["status"]);
    }

    [Fact]
    public async Task It_goes_when_the_rollout_goes()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Begun(0.1), 0);
        RecordedCluster.Ok(await cluster.Rollouts.DeleteAsync(RecordedCluster.Shop, DeleteOptions.Default, default));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (cluster.Server.Read(RecordedCluster.Calibration) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, late.Token);
        }
    }

    private int Held() => ((JsonObject)cluster.Stored(RecordedCluster.Calibration)["binaryData"]!).Count;

    private static RolloutRecord Begun(double share) => StateFile.Record() with
    {
        EvidenceTrial = 1,
        Evidence = new Dictionary<string, Evidence> { ["dollars"] = new() { Orders = "AAAA" } },
        Baselines = new Dictionary<string, Baseline>
        {
            ["dollars"] = new()
            {
                Nodes = new Dictionary<string, NodeExpectation>(), NewNode = new NodeExpectation(1, 2, 3), Orders = new PartBaseline { Phi = 1.5, Sigma0 = 0.05 }, ExpectedShare = share,
            },
        },
    };
}
