using System.Text.Json;
using Microsoft.Data.Sqlite;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording.Sqlite;
using Rollout.Support;

namespace Rollout.Recording.Tests.Sqlite;

public sealed class SqliteRecorderTests : IDisposable
{
    private readonly StateFile state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task Nothing_written_is_missing()
    {
        await using var recorder = state.Open();
        Assert.IsType<Observed<RolloutRecord>.Missing>(await recorder.ReadAsync(StateFile.Key, default));
    }

    [Fact]
    public async Task What_is_written_is_read_back_the_same_after_opening_again()
    {
        var record = StateFile.Record() with
        {
            EvidenceTrial = 3,
            Progress = Progress.Initial with
            {
                Phase = Phase.Judging, StableRevision = "v1", CanaryRevision = "v2", CanaryNodes = ["n1", "n2"], Trial = 3,
                RefusedRevisions = [new RefusedRevision("v0", "Harm", "It \"lost\" ünicode", StateFile.Noon)],
                Outcomes = [new Outcome(OutcomeResult.RolledBack, "v0", "Harm", "m", StateFile.Noon, StateFile.Noon.AddTicks(1), "ann")],
            },
            Evidence = new Dictionary<string, Evidence>
            {
                ["dollars"] = new() { Orders = "AAAA", Money = "BBBB", Buckets = 7, CanaryEvents = 0.1 + 0.2, ExpectedShare = 1.0 / 3, LastEnd = StateFile.Noon },
                ["errors"] = new() { Orders = "CC", RankSum = double.NegativeInfinity },
            },
            Baselines = new Dictionary<string, Baseline> { ["dollars"] = Baseline() },
            Conditions = [new Condition(ConditionTypes.Progressing, ConditionStatus.True, Reasons.OnTrial, "v2 is on trial", StateFile.Noon.AddTicks(7))],
            Steady = new Dictionary<string, SteadyNode> { ["n1"] = new("v2", StateFile.Noon, StateFile.Noon.AddTicks(1), 1.7e9 + 0.1, 0.1 + 0.2) },
        };
        await using (var recorder = state.Open())
        {
            Assert.Equal(1, await recorder.WrittenAsync(record, 0));
        }

        await using var again = state.Open();
        Assert.Equal(Text(record with { Version = 1 }), Text(await again.KnownAsync()));
    }

    [Fact]
    public async Task A_metric_that_is_no_longer_in_the_record_is_gone()
    {
        await using var recorder = state.Open();
        var with = StateFile.Record() with { Evidence = new Dictionary<string, Evidence> { ["a"] = new() { Orders = "A" }, ["b"] = new() { Orders = "B" } } };
        await recorder.WrittenAsync(with, 0);
        await recorder.WrittenAsync(with with { Evidence = new Dictionary<string, Evidence> { ["b"] = new() { Orders = "B2" } } }, 1);
        var read = await recorder.KnownAsync();
        Assert.Equal("B2", Assert.Single(read.Evidence).Value.Orders);
    }

    [Fact]
    public async Task A_write_over_another_version_stores_nothing()
    {
        await using var recorder = state.Open();
        await recorder.WrittenAsync(StateFile.Record("one"), 0);
        await recorder.WrittenAsync(StateFile.Record("two"), 1);
        var news = new RecordedNews { Happenings = [StateFile.Happening(1)], Buckets = [StateFile.Bucket(1)] };
        foreach (var expected in new long[] { 0, 1, 3 })
        {
            Assert.Equal(new RecordResult.Conflict(2), await recorder.WriteAsync(StateFile.Record("stale"), expected, news, default));
        }

        Assert.Equal(("two", 2L), ((await recorder.KnownAsync()).Progress.Message, (await recorder.KnownAsync()).Version));
        Assert.Empty(await recorder.ReadLatestHappeningsAsync(StateFile.Key, 10, default));
        Assert.Empty(await recorder.ReadBucketsAsync(StateFile.Key, "dollars", default, default));
    }

    [Fact]
    public async Task Two_writers_on_one_file_lose_no_update()
    {
        var shared = new SqliteRecorderOptions { Exclusive = false };
        await using var one = state.Open(shared);
        await using var two = state.Open(shared);
        await one.WrittenAsync(StateFile.Record("0"), 0);
        for (var round = 1; round <= 40; round++)
        {
            // Both have read the same; whoever comes second must see that the record has moved, however their writes meet.
            var (left, right) = (await one.KnownAsync(), await two.KnownAsync());
            var results = await Task.WhenAll(Task.Run(() => AddOneAsync(one, left)), Task.Run(() => AddOneAsync(two, right)));
            Assert.Contains(new RecordResult.Written(round + 1), results);
            Assert.Contains(new RecordResult.Conflict(round + 1), results);
        }

        Assert.Equal(("40", 41L), ((await two.KnownAsync()).Progress.Message, (await one.KnownAsync()).Version));
    }

    [Fact]
    public async Task The_second_of_two_writers_that_read_the_same_gets_the_conflict()
    {
        var shared = new SqliteRecorderOptions { Exclusive = false };
        await using var one = state.Open(shared);
        await using var two = state.Open(shared);
        await one.WrittenAsync(StateFile.Record("first"), 0);
        Assert.Equal(new RecordResult.Conflict(1), await two.WriteAsync(StateFile.Record("second"), 0, RecordedNews.None, default));
        Assert.Equal("first", (await two.KnownAsync()).Progress.Message);
    }

    [Fact]
    public async Task Requests_wait_for_the_pass_that_takes_them_and_move_no_fence()
    {
        await using var controller = state.Open();
        await using var api = state.Open(new SqliteRecorderOptions { Exclusive = false });
        await controller.WrittenAsync(StateFile.Record(), 0);
        Assert.IsType<RequestResult.Accepted>(await api.WantAsync(StateFile.Key, new WantedRevision("v2", "ann", StateFile.Noon), default));
        Assert.IsType<RequestResult.Accepted>(await api.OrderAsync(StateFile.Key, new Order(OrderKind.Pause, null, null, StateFile.Noon), default));
        Assert.IsType<RequestResult.Accepted>(await api.OrderAsync(StateFile.Key, new Order(OrderKind.Abort, "v2", "bob", StateFile.Noon.AddSeconds(1)), default));

        var read = await controller.KnownAsync();
        Assert.Equal(new WantedRevision("v2", "ann", StateFile.Noon), read.Wanted);
        Assert.Equal([new Order(OrderKind.Pause, null, null, StateFile.Noon), new Order(OrderKind.Abort, "v2", "bob", StateFile.Noon.AddSeconds(1))],
            read.Orders.Select(o => o.Order));

        // One more comes in between the look and the write: it is not lost, and it spoils nothing.
        await api.OrderAsync(StateFile.Key, new Order(OrderKind.Resume, null, "cy", StateFile.Noon.AddSeconds(2)), default);
        await controller.WrittenAsync(read, read.Version, new RecordedNews { TakenOrders = [.. read.Orders.Select(o => new TakenOrder(o.Id, "seen"))] });
        var next = await controller.KnownAsync();
        Assert.Equal((OrderKind.Resume, "v2"), (Assert.Single(next.Orders).Order.Kind, next.Wanted!.Revision));
    }

    [Fact]
    public async Task What_a_wanted_version_breaks_is_kept_with_it_and_gone_with_the_next()
    {
        await using var recorder = state.Open();
        await recorder.WrittenAsync(StateFile.Record(), 0);
        var wanted = new WantedRevision("v2", "ann", StateFile.Noon) { ApiBreaks = ["$.items", "$.total"] };
        await recorder.WantAsync(StateFile.Key, wanted, default);
        Assert.Equal(wanted, (await recorder.KnownAsync()).Wanted);
        await recorder.WantAsync(StateFile.Key, wanted with { Revision = "v3", ApiBreaks = [] }, default);
        Assert.Empty((await recorder.KnownAsync()).Wanted!.ApiBreaks);
    }

    [Fact]
    public async Task A_request_for_no_rollout_is_told_so()
    {
        await using var recorder = state.Open();
        Assert.IsType<RequestResult.NoSuchRollout>(await recorder.OrderAsync(StateFile.Key, new Order(OrderKind.Pause, null, null, StateFile.Noon), default));
        Assert.IsType<RequestResult.NoSuchRollout>(await recorder.WantAsync(StateFile.Key, new WantedRevision("v2", null, StateFile.Noon), default));
    }

    [Fact]
    public async Task Orders_that_nobody_takes_are_bounded()
    {
        await using var recorder = state.Open(new SqliteRecorderOptions { MostOrders = 2 });
        await recorder.WrittenAsync(StateFile.Record(), 0);
        var order = new Order(OrderKind.Pause, null, null, StateFile.Noon);
        await recorder.OrderAsync(StateFile.Key, order, default);
        await recorder.OrderAsync(StateFile.Key, order, default);
        Assert.Equal(new RequestResult.Refused("2 orders wait already; is the controller running?"), await recorder.OrderAsync(StateFile.Key, order, default));
    }

    [Fact]
    public async Task Happenings_are_numbered_and_a_listener_resumes_after_the_last_it_saw()
    {
        await using var recorder = state.Open();
        await recorder.WrittenAsync(StateFile.Record(), 0, new RecordedNews { Happenings = [StateFile.Happening(1), StateFile.Happening(2)] });
        await recorder.WrittenAsync(StateFile.Record(), 1, new RecordedNews { Happenings = [StateFile.Happening(3)] });
        var latest = await recorder.ReadLatestHappeningsAsync(StateFile.Key, 2, default);
        Assert.Equal([StateFile.Happening(3), StateFile.Happening(2)], latest.Select(h => h.Happening));
        var resumed = await recorder.ReadHappeningsAsync(StateFile.Key, latest[1].Id, 10, default);
        Assert.Equal(latest[0], Assert.Single(resumed));
        Assert.Equal([1, 2], (await recorder.ReadHappeningsAsync(StateFile.Key, 0, 2, default)).Select(h => (int)(h.Happening.At - StateFile.Noon).TotalSeconds));
    }

    [Fact]
    public async Task Happenings_are_bounded_and_their_numbers_never_come_again()
    {
        await using (var recorder = state.Open(new SqliteRecorderOptions { MostHappenings = 3 }))
        {
            await recorder.WrittenAsync(StateFile.Record(), 0, new RecordedNews { Happenings = [.. Enumerable.Range(1, 10).Select(StateFile.Happening)] });
            Assert.Equal([10L, 9L, 8L], (await recorder.ReadLatestHappeningsAsync(StateFile.Key, 100, default)).Select(h => h.Id));
        }

        Edit("DELETE FROM happening");
        await using var again = state.Open();
        await again.WrittenAsync(StateFile.Record(), 1, new RecordedNews { Happenings = [StateFile.Happening(11)] });
        Assert.Equal(11L, Assert.Single(await again.ReadLatestHappeningsAsync(StateFile.Key, 100, default)).Id);
    }

    [Fact]
    public async Task Every_outcome_is_kept_newest_first()
    {
        await using var recorder = state.Open();
        var outcomes = Enumerable.Range(1, 30)
            .Select(i => new Outcome(OutcomeResult.Promoted, $"v{i}", "Reason", "message", StateFile.Noon, StateFile.Noon.AddMinutes(i), i == 1 ? "ann" : null)).ToList();
        for (var i = 0; i < outcomes.Count; i++)
        {
            await recorder.WrittenAsync(StateFile.Record(), i, new RecordedNews { Outcomes = [outcomes[i]] });
        }

        Assert.Equal(outcomes.AsEnumerable().Reverse(), await recorder.ReadOutcomesAsync(StateFile.Key, 1000, default));
        Assert.Equal("v30", Assert.Single(await recorder.ReadOutcomesAsync(StateFile.Key, 1, default)).Revision);
    }

    [Fact]
    public async Task A_bucket_counts_once_by_metric_and_start()
    {
        await using var recorder = state.Open();
        Assert.Null(await recorder.AppendAsync(StateFile.Key, [StateFile.Bucket(1, 5), StateFile.Bucket(2, 6)], [], default));
        Assert.Null(await recorder.AppendAsync(StateFile.Key, [StateFile.Bucket(2, 99), StateFile.Bucket(2, 99) with { Metric = "other" }], [], default));
        var buckets = await recorder.ReadBucketsAsync(StateFile.Key, "dollars", default, default);
        Assert.Equal([5, 6], buckets.Select(b => b.Nodes["n1"].Count));
        Assert.Equal(JsonOf(StateFile.Bucket(2, 6).Bucket), JsonOf(buckets[1]));
        Assert.Equal(6, Assert.Single(await recorder.ReadBucketsAsync(StateFile.Key, "dollars", StateFile.Noon.AddSeconds(2), default)).Nodes["n1"].Count);
    }

    [Fact]
    public async Task History_is_bounded_in_age_and_number()
    {
        var time = new ManualTime(StateFile.Noon.AddSeconds(1000));
        await using var recorder = state.Open(new SqliteRecorderOptions { MostBuckets = 5, BucketsKept = TimeSpan.FromSeconds(500) }, time);
        await recorder.AppendAsync(StateFile.Key, [.. Enumerable.Range(497, 6).Select(i => StateFile.Bucket(i))], [], default);
        Assert.Equal("500 501 502", await StartsAsync(recorder));
        for (var i = 503; i < 503 + 64; i++)
        {
            await recorder.AppendAsync(StateFile.Key, [StateFile.Bucket(i)], [], default);
        }

        Assert.Equal("562 563 564 565 566", await StartsAsync(recorder));
    }

    [Fact]
    public async Task Points_for_display_are_thinned_and_the_last_is_kept()
    {
        await using var recorder = state.Open(new SqliteRecorderOptions { MostPoints = 9, MostRevisions = 2 });
        await recorder.AppendAsync(StateFile.Key, [], [.. Enumerable.Range(0, 10).Select(i => Point("v1", i))], default);
        Assert.Equal([1, 3, 5, 7, 9], (await recorder.ReadPointsAsync(StateFile.Key, "v1", default)).Select(p => (int)p.LogEHarm));
        Assert.Equal(Point("v1", 9), (await recorder.ReadPointsAsync(StateFile.Key, "v1", default))[^1]);
        for (var i = 0; i < 64; i++)
        {
            await recorder.AppendAsync(StateFile.Key, [], [Point($"v{2 + (i / 32)}", i)], default);
        }

        Assert.Empty(await recorder.ReadPointsAsync(StateFile.Key, "v1", default));
        Assert.NotEmpty(await recorder.ReadPointsAsync(StateFile.Key, "v2", default));
        Assert.NotEmpty(await recorder.ReadPointsAsync(StateFile.Key, "v3", default));
    }

    [Fact]
    public async Task A_point_may_know_no_effect_yet()
    {
        await using var recorder = state.Open();
        var point = new MetricPoint("v2", "dollars", StateFile.Noon, null, null, null, double.NegativeInfinity, double.NaN, 0);
        await recorder.AppendAsync(StateFile.Key, [], [point], default);
        Assert.Equal(point, Assert.Single(await recorder.ReadPointsAsync(StateFile.Key, "v2", default)));
    }

    [Fact]
    public async Task A_record_that_is_not_understood_is_unreadable_and_is_left_alone()
    {
        await using var recorder = state.Open();
        await recorder.WrittenAsync(StateFile.Record(), 0);
        Edit("UPDATE rollout SET progress = '{\"Phase\":\"Ascending\"}'");
        var unreadable = Assert.IsType<Observed<RolloutRecord>.Unreadable>(await recorder.ReadAsync(StateFile.Key, default));
        Assert.StartsWith("what is stored of default/shop is not understood", unreadable.Reason, StringComparison.Ordinal);
        Assert.IsType<RecordResult.Conflict>(await recorder.WriteAsync(StateFile.Record(), 0, RecordedNews.None, default));
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_keeps_what_is_stored()
    {
        var news = new RecordedNews { Happenings = [StateFile.Happening(1)] };
        await using (var small = state.Open(new SqliteRecorderOptions { MostBytes = 200 * 1024 }))
        {
            await small.WrittenAsync(StateFile.Record("small"), 0, news);
            var large = StateFile.Record("large") with { Evidence = new Dictionary<string, Evidence> { ["m"] = new() { Orders = new string('A', 400_000) } } };
            var refused = Assert.IsType<RecordResult.Refused>(await small.WriteAsync(large, 1, news, default));
            Assert.Equal("the state file cannot grow: the disk, or the bound on the file's size, is full; make room; nothing that was stored is lost", refused.Reason);
            Assert.Equal(("small", 1L), ((await small.KnownAsync()).Progress.Message, (await small.KnownAsync()).Version));

            // And it goes on when there is less to store.
            Assert.Equal(2, await small.WrittenAsync(StateFile.Record("small again"), 1));
        }

        await using var again = state.Open();
        Assert.Equal("small again", (await again.KnownAsync()).Progress.Message);
        Assert.Single(await again.ReadLatestHappeningsAsync(StateFile.Key, 10, default));
    }

    [Fact]
    public async Task A_reader_is_not_held_up_by_a_writer_in_a_transaction()
    {
        await using var recorder = state.Open();
        await recorder.WrittenAsync(StateFile.Record(), 0);
        using var other = new SqliteConnection($"Data Source={state.Path};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        Assert.Equal(1, (await recorder.KnownAsync()).Version);
    }

    private static MetricPoint Point(string revision, int i) => new(revision, "dollars", StateFile.Noon.AddSeconds(i), -0.1, -0.2, 0.3, i, -i, 1);

    private static async Task<string> StartsAsync(SqliteRecorder recorder) => string.Join(
        ' ', (await recorder.ReadBucketsAsync(StateFile.Key, "dollars", default, default)).Select(b => (int)(b.Start - StateFile.Noon).TotalSeconds));

    private static async Task<RecordResult> AddOneAsync(SqliteRecorder recorder, RolloutRecord read) => await recorder.WriteAsync(
        read with { Progress = read.Progress with { Message = $"{int.Parse(read.Progress.Message, null) + 1}" } }, read.Version, RecordedNews.None, default);

    private static Baseline Baseline() => new()
    {
        Nodes = new Dictionary<string, NodeExpectation> { ["n1"] = new(0.1, 0.2, 0.3) },
        NewNode = new NodeExpectation(1, 2, 3),
        Orders = new PartBaseline { Phi = 1.3, Sigma0 = 0.01, Windows = 70 },
        ExpectedShare = 1.0 / 6,
        Notes = ["a note"],
    };

    private static string Text(RolloutRecord record) => JsonSerializer.Serialize(record, Json);

    private static string JsonOf(FleetBucket bucket) => JsonSerializer.Serialize(bucket, Json);

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={state.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
