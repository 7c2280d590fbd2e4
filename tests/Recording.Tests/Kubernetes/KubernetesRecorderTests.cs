using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Rollout.FakeKubernetes.Faults;
using Rollout.Judge;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;
using Rollout.Recording.Kubernetes;

namespace Rollout.Recording.Tests.Kubernetes;

public sealed class KubernetesRecorderTests : IAsyncLifetime
{
    private static readonly Baseline Calibrated = new()
    {
        Nodes = new Dictionary<string, NodeExpectation>(), NewNode = new NodeExpectation(1, 2, 3), Orders = new PartBaseline { Phi = 1.5, Sigma0 = 0.05 }, ExpectedShare = 0.1,
    };

    private static readonly RolloutRecord Full = new()
    {
        Key = StateFile.Key,
        EvidenceTrial = 3,
        Progress = Progress.Initial with
        {
            Phase = Phase.Judging, Since = StateFile.Noon.AddTicks(1), StableRevision = "3f1c09ab77", CanaryRevision = "9be2f4c01d", CanaryNodes = ["shop-canary-1"], Trial = 3,
            Stage = new StageProgress { Index = 0, Nodes = 1, FleetNodes = 10, Since = StateFile.Noon.AddTicks(3) },
            RefusedRevisions = [new RefusedRevision("aaaaaaaaaa", Reasons.HarmProven, "It \"lost\" ünicode", StateFile.Noon)],
            Outcomes = [new Outcome(OutcomeResult.RolledBack, "aaaaaaaaaa", Reasons.HarmProven, "m", StateFile.Noon, StateFile.Noon.AddTicks(1), "ann")
            {
                Release = new ReleaseNotes { Identity = new ReleaseIdentity { Commit = "9fceb02" }, Stages = [new StageNote(0, 1, 10, StateFile.Noon, null, StateFile.Noon)] },
            }],
        },
        Evidence = new Dictionary<string, Evidence>
        {
            ["dollars"] = new() { Orders = "AAAA", Money = "BBBB", Buckets = 7, CanaryEvents = 0.1 + 0.2, ExpectedShare = 1.0 / 3, LastEnd = StateFile.Noon },
            ["probe/checkout"] = new() { Orders = "CC", RankSum = double.NegativeInfinity },
        },
        Baselines = new Dictionary<string, Baseline> { ["dollars"] = Calibrated },
        Conditions = [new Condition(ConditionTypes.Progressing, ConditionStatus.True, Reasons.OnTrial, "9be2f4c01d is on trial", StateFile.Noon)],
        Steady = new Dictionary<string, SteadyNode> { ["shop-canary-1"] = new("9be2f4c01d", StateFile.Noon, StateFile.Noon.AddTicks(1), 1.7e9 + 0.1, 0.1 + 0.2) },
    };

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly RecordedCluster cluster = new();

    public Task InitializeAsync() => cluster.InitializeAsync();

    public Task DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Nothing_written_is_missing_and_no_rollout_is_unreadable()
    {
        var recorder = await cluster.RecorderAsync();
        Assert.IsType<Observed<RolloutRecord>.Missing>(await recorder.ReadAsync(StateFile.Key, default));
        var other = Assert.IsType<Observed<RolloutRecord>.Unreadable>(await recorder.ReadAsync(new RolloutKey("default", "other"), default));
        Assert.Equal("there is no StaggeredRollout default/other", other.Reason);
    }

    [Fact]
    public async Task Whoever_reads_many_finds_the_progress_with_its_releases_and_people_find_the_commit()
    {
        Assert.Null(RecordedProgress.Of((JsonObject)cluster.Stored()).Progress);
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(Full, 0);
        var (meta, progress, version) = RecordedProgress.Of((JsonObject)cluster.Stored());
        Assert.Equal(("shop", Full.Progress, 1), (meta.Name, progress, version));
        Assert.Equal("9fceb02", (string?)cluster.Stored()["status"]!["outcomes"]![0]!["commit"]);
    }

    [Fact]
    public async Task What_is_written_is_read_back_the_same_by_the_next_controller()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        Assert.Equal(1, await recorder.WrittenAsync(Full, 0));
        Assert.Equal(Text(Full with { Version = 1 }), Text(await (await cluster.RecorderAsync()).KnownAsync()));

        Assert.Equal(2, await recorder.WrittenAsync(Full with { EvidenceTrial = 0, Evidence = new Dictionary<string, Evidence>(), Baselines = new Dictionary<string, Baseline>() }, 1));
        var after = await (await cluster.RecorderAsync()).KnownAsync();
        Assert.Equal((2L, 0, 0, 0), (after.Version, after.EvidenceTrial, after.Evidence.Count, after.Baselines.Count));
    }

    [Fact]
    public async Task People_read_it_in_the_status()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        var published = new PublishedStatus
        {
            ObservedWorkloadGeneration = 12, StableReplicaSet = "shop-5d97989fcc",
            Verdict = new() { Overall = "Insufficient", Metrics = [new() { Name = "dollars", Verdict = "Insufficient", Effect = -0.21m }] },
        };
        await recorder.WrittenAsync(Full, 0, new RecordedNews { Published = published });
        await recorder.WrittenAsync(Full, 1);
        var status = cluster.Stored()["status"]!;
        Assert.Equal(("Judging", 1L, 12L, "shop-5d97989fcc", "1: 1 of 10", "-0.21"),
            ((string?)status["phase"], (long)status["observedGeneration"]!, (long)status["observedWorkloadGeneration"]!, (string?)status["stableReplicaSet"],
                (string?)status["stage"]!["summary"], (string?)status["verdict"]!["metrics"]![0]!["effect"]));
        Assert.Equal("""{"type":"Progressing","status":"True","observedGeneration":1,"lastTransitionTime":"2026-11-21T12:00:00Z","reason":"OnTrial","message":"9be2f4c01d is on trial"}""",
            status["conditions"]![0]!.ToJsonString());
        Assert.Equal("2026-11-21T12:00:00Z", (string?)status["refusedRevisions"]![0]!["at"]);
        Assert.Equal(1, (int)cluster.Stored()["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task The_slower_of_two_controllers_stores_nothing()
    {
        var (one, two) = (await cluster.RecorderAsync(), await cluster.RecorderAsync());
        await one.ReadAsync(StateFile.Key, default);
        await two.ReadAsync(StateFile.Key, default);
        await one.WrittenAsync(StateFile.Record("one"), 0);
        Assert.Equal(new RecordResult.Conflict(1), await two.WriteAsync(StateFile.Record("two"), 0, RecordedNews.None, default));
        Assert.Equal("one", (await two.KnownAsync()).Progress.Message);
        Assert.Equal(2, await two.WrittenAsync(StateFile.Record("two"), 1));
    }

    [Fact]
    public async Task A_change_of_the_spec_in_between_is_a_conflict()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record("one"), 0);
        await cluster.MergeAsync("""{"spec": {"paused": true}}""");
        Assert.Equal(new RecordResult.Conflict(1), await recorder.WriteAsync(StateFile.Record("two"), 1, RecordedNews.None, default));
        Assert.Equal("one", (await recorder.KnownAsync()).Progress.Message);
        Assert.Equal(2, await recorder.WrittenAsync(StateFile.Record("two"), 1));
        Assert.Equal(2, (int)cluster.Stored()["status"]!["observedGeneration"]!);
    }

    [Fact]
    public async Task A_write_that_another_version_is_expected_for_stores_nothing()
    {
        var recorder = await cluster.RecorderAsync();
        Assert.Equal(new RecordResult.Conflict(0), await recorder.WriteAsync(StateFile.Record(), 4, RecordedNews.None, default));
        Assert.Null(cluster.Stored()["status"]);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServerError)]
    public async Task A_write_that_the_server_does_not_take_is_refused_and_nothing_is_stored(FaultKind kind)
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record("one"), 0);
        cluster.Fail(kind, "update");
        var refused = Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(StateFile.Record("two"), 1, RecordedNews.None, default));
        Assert.Contains("staggeredrollouts/shop/status", refused.Reason, StringComparison.Ordinal);
        Assert.Equal("one", (await recorder.KnownAsync()).Progress.Message);
        Assert.Equal(2, await recorder.WrittenAsync(StateFile.Record("two"), 1));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_looked_for_and_found()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        cluster.Fail(FaultKind.ResetAfterwards, "update");
        Assert.Equal(1, await recorder.WrittenAsync(StateFile.Record("one"), 0));
        cluster.Fail(FaultKind.Reset, "update");
        Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(StateFile.Record("two"), 1, RecordedNews.None, default));
        Assert.Equal(2, await recorder.WrittenAsync(StateFile.Record("two"), 1));
    }

    [Fact]
    public async Task A_stale_read_cannot_write_over_what_is_newer()
    {
        var (one, two) = (await cluster.RecorderAsync(), await cluster.RecorderAsync());
        await one.ReadAsync(StateFile.Key, default);
        await one.WrittenAsync(StateFile.Record("one"), 0);
        await one.WrittenAsync(StateFile.Record("two"), 1);
        cluster.Fail(FaultKind.StaleRead, "get");
        Assert.Equal(1, (await two.KnownAsync()).Version);
        Assert.Equal(new RecordResult.Conflict(2), await two.WriteAsync(StateFile.Record("old"), 1, RecordedNews.None, default));
        Assert.Equal("two", (await two.KnownAsync()).Progress.Message);
    }

    [Fact]
    public async Task A_status_of_another_release_is_neither_understood_nor_written_over()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record("one"), 0);
        var later = cluster.Stored();
        later["status"]!["evidence"]!["version"] = 2;
        RecordedCluster.Ok(await cluster.Rollouts.ReplaceAsync((JsonObject)later, new WriteOptions { Subresource = "status" }, default));
        var unread = Assert.IsType<Observed<RolloutRecord>.Unreadable>(await recorder.ReadAsync(StateFile.Key, default));
        Assert.Contains("its evidence is of form 2, this release knows form 1", unread.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_beyond_its_bound_is_refused_with_its_field_and_nothing_is_stored()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        var large = Full with { Evidence = new Dictionary<string, Evidence> { ["dollars"] = new() { Orders = new string('A', 9000) } } };
        var refused = Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(large, 0, RecordedNews.None, default));
        Assert.Contains("status.evidence.metrics[0].state", refused.Reason, StringComparison.Ordinal);
        Assert.Null(cluster.Stored()["status"]);
    }

    [Fact]
    public async Task A_thousand_canaries_fit()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        var names = Enumerable.Range(0, 3000).Select(i => $"shop-canary-9be2f4c01d-{i:x5}").ToArray();
        var large = Full with
        {
            Progress = Full.Progress with { CanaryNodes = [.. names] },
            Steady = names.ToDictionary(name => name, name => new SteadyNode("9be2f4c01d", StateFile.Noon, StateFile.Noon, 1.7e9, 12345), StringComparer.Ordinal),
        };
        await recorder.WrittenAsync(large, 0);
        Assert.Equal(Text(large with { Version = 1 }), Text(await (await cluster.RecorderAsync()).KnownAsync()));
        Assert.InRange(cluster.Stored().ToJsonString().Length, 1, 500_000);
    }

    /// <summary>Two controllers write in turn through every kind of fault: what was said to be written is there, and nothing is written over unseen.</summary>
    [Fact]
    public async Task Under_random_faults_no_write_is_lost_and_none_is_stored_twice()
    {
        var recorders = new[] { await cluster.RecorderAsync(), await cluster.RecorderAsync() };
        foreach (var (kind, verb) in new[]
        {
            (FaultKind.TooManyRequests, "update"), (FaultKind.ServerError, "update"), (FaultKind.Reset, "update"), (FaultKind.ResetAfterwards, "update"), (FaultKind.Conflict, "update"),
            (FaultKind.ServerError, "get"), (FaultKind.StaleRead, "get"),
        })
        {
            cluster.Server.Faults.Add(new FaultRule(kind) { Verb = verb, Path = "staggeredrollouts/shop", Probability = 0.1, RetryAfterSeconds = 60 });
        }

        var random = new Random(20261121);
        var (acknowledged, written) = (new Dictionary<long, string>(), 0);
        for (var pass = 0; pass < 300; pass++)
        {
            var recorder = recorders[random.Next(2)];
            var version = await recorder.ReadAsync(StateFile.Key, default) switch
            {
                Observed<RolloutRecord>.Known known => known.Value.Version,
                Observed<RolloutRecord>.Missing => 0L,
                _ => -1L,
            };
            var message = $"pass {pass}";
            if (version >= 0 && await recorder.WriteAsync(StateFile.Record(message), version, RecordedNews.None, default) is RecordResult.Written done)
            {
                Assert.Equal(version + 1, done.Version);
                Assert.True(acknowledged.TryAdd(done.Version, message), $"version {done.Version} was written twice");
                written++;
                var evidence = cluster.Stored()["status"]!["evidence"]!;
                Assert.Equal(done.Version, (long)evidence["sequence"]!);
                Assert.Contains(message, (string?)evidence["progress"], StringComparison.Ordinal);
            }
        }

        Assert.InRange(written, 100, 299);
    }

    private static string Text(RolloutRecord record) => JsonSerializer.Serialize(record, Json);
}
