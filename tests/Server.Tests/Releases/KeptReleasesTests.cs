using Microsoft.Extensions.Logging.Abstractions;
using Rollout.History;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Sqlite;
using Rollout.Server.Http;
using Rollout.Server.Releases;
using Rollout.Server.Tests.Loop;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Tests.Releases;

/// <summary>Real passes of a real loop, written into a real SQLite file beside them.</summary>
public sealed class KeptReleasesTests : IAsyncDisposable
{
    private static readonly RolloutKey Key = new("default", "shop");
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-kept-").FullName;
    private readonly LoopWorld world = new();

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_release_is_in_the_history_while_it_is_under_way_and_when_it_is_over_with_its_commit_and_stages()
    {
        await using var book = Book(Path.Combine(folder, "h.db"));
        await world.StartAsync();
        world.Loop.Recorded += pass => book.Note(Key, "hosts/shop", pass);
        book.Start();
        await BeginAsync();
        await book.SettledAsync().WaitAsync(Bound);
        var under = Assert.Single((await book.ReadAsync(new ReleaseQuery(), default)).Found.Releases);
        Assert.Equal(("v2", "9fceb02", null, 1), (under.Key.Revision, under.Commit, under.Result, under.Stages.Count));

        await AbortAsync();
        await book.SettledAsync().WaitAsync(Bound);
        var (found, trouble) = await book.ReadAsync(new ReleaseQuery { Namespace = "default", Name = "shop" }, default);
        var over = Assert.Single(found.Releases);
        Assert.Equal((null, ReleaseResult.Aborted, "v1"), (trouble, over.Result, over.StableRevision));
        Assert.NotNull(Assert.Single(over.Stages).LeftAt);
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T08:00:00Z", null), over.CommittedAt);
    }

    [Fact]
    public async Task A_store_that_was_away_all_the_while_is_filled_from_the_state_file_by_the_next_controller()
    {
        var path = Path.Combine(folder, "gone", "h.db");
        await File.WriteAllTextAsync(Path.Combine(folder, "gone"), "a file where a folder should be");
        await using (var book = Book(path))
        {
            await world.StartAsync();
            world.Loop.Recorded += pass => book.Note(Key, "hosts/shop", pass);
            book.Start();
            await BeginAsync();
            await AbortAsync();

            // Decided all the same; and what the record knows is shown with the reason why it is not more.
            var (found, trouble) = await book.ReadAsync(new ReleaseQuery(), default);
            Assert.Equal(ReleaseResult.Aborted, Assert.Single(found.Releases).Result);
            Assert.Contains("cannot be opened", trouble, StringComparison.Ordinal);
            Assert.False(found.IsAll);
        }

        await world.StartAsync();
        File.Delete(Path.Combine(folder, "gone"));
        await using var next = Book(path);
        next.Start();
        await next.SettledAsync().WaitAsync(Bound);
        var (kept, none) = await next.ReadAsync(new ReleaseQuery(), default);
        Assert.Null(none);
        Assert.Equal(("v2", "9fceb02", ReleaseResult.Aborted), (kept.Releases[0].Key.Revision, kept.Releases[0].Commit, kept.Releases[0].Result));
    }

    [Fact]
    public async Task Without_a_store_the_last_ones_of_the_record_are_shown_and_that_they_are_not_all()
    {
        await using var book = new ReleaseBook(null, _ => ValueTask.FromResult<IReadOnlyList<ReleaseRecord>>([]), world.Time, NullLogger.Instance);
        await world.StartAsync();
        world.Loop.Recorded += pass => book.Note(Key, "hosts/shop", pass);
        await BeginAsync();
        var (found, trouble) = await book.ReadAsync(new ReleaseQuery { Namespace = "default", Name = "shop" }, default);
        Assert.Equal("v2", Assert.Single(found.Releases).Key.Revision);
        Assert.Contains("no history is configured", trouble, StringComparison.Ordinal);
        Assert.Empty((await book.ReadAsync(new ReleaseQuery { Name = "other" }, default)).Found.Releases);
    }

    private async Task BeginAsync()
    {
        await world.Loop.TurnAsync(default);
        var order = world.Rollout.OrderAsync(
            OrderVerb.Start, new OrderBody("v2", null, "9fceb02", "2026-11-20T09:00:00Z") { CommittedAt = "2026-11-20T08:00:00Z" }, "ada", default);
        await TurnUntilAsync(() => world.Loop.Latest!.World.Progress.Release is { Stages.Count: > 0 });
        Assert.IsType<OrderAnswer.Accepted>(await order);
    }

    private async Task AbortAsync()
    {
        var order = world.Rollout.OrderAsync(OrderVerb.Abort, new OrderBody(null, null, null, null), "ada", default);
        await TurnUntilAsync(() => world.Loop.Latest!.World.Progress.Outcomes.Count > 0);
        await order;
    }

    private async Task TurnUntilAsync(Func<bool> isThere)
    {
        for (var turn = 0; turn < 100 && !isThere(); turn++)
        {
            await world.Loop.Acted.WaitAsync(Bound);
            world.Pass(TimeSpan.FromSeconds(3));
            await world.Loop.TurnAsync(default);
        }

        Assert.True(isThere());
    }

    /// <summary>On a clock of its own: nothing of it waits for the loop's.</summary>
    private ReleaseBook Book(string path) => new(
        new HistoryAddress.SqliteFile(path).Store(() => SqliteLibrary.WhatIsMissing, TimeProvider.System),
        async cancellation =>
        {
            // As the host controller asks its recorder.
            var opened = SqliteRecorder.Open(world.State, new SqliteRecorderOptions { Exclusive = false }, world.Time);
            await using var recorder = ((OpenResult.Opened)opened).Recorder;
            return [.. (await recorder.ReadOutcomesAsync(Key, 1000, cancellation)).Reverse().Select(o => ReleaseRecords.Over(Key, "hosts/shop", o, 0))];
        }, TimeProvider.System, NullLogger.Instance);
}
