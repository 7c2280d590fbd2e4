using Rollout.Support;

namespace Rollout.History.Tests;

public class ReleaseLedgerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly ManualTime time = new(Sample.Noon);
    private readonly StubStore store = new();
    private readonly List<string> told = [];

    [Fact]
    public async Task At_the_start_all_that_is_recorded_is_written_and_then_what_is_noted()
    {
        await using var ledger = Start([Sample.Full(1), Sample.Full(2)]);
        await ledger.SettledAsync().WaitAsync(Bound);
        ledger.Note(Sample.Full(3));
        await ledger.SettledAsync().WaitAsync(Bound);
        Assert.Equal(["v1", "v2", "v3"], store.Kept.Select(r => r.Key.Revision));
        Assert.Empty(told);
        Assert.Equal(new LedgerStanding(0, null, null, 0), ledger.Standing);
    }

    [Fact]
    public async Task A_store_that_hangs_keeps_nobody_waiting_and_gets_the_newest_of_each_release()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.Answer = async (_, cancellation) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(cancellation);
            return new ReleaseWritten.Done(true);
        };
        await using var ledger = Start([]);
        ledger.Note(Sample.UnderWay(1, 1));
        await asked.Task.WaitAsync(Bound);
        for (var sequence = 2; sequence <= 500; sequence++)
        {
            ledger.Note(Sample.UnderWay(1, sequence));
            ledger.Note(Sample.UnderWay(2, sequence));
        }

        Assert.Equal(2, ledger.Standing.Waiting);
        Assert.False(ledger.SettledAsync().IsCompleted);
        answer.SetResult();
        await ledger.SettledAsync().WaitAsync(Bound);
        Assert.Equal([("v1", 1), ("v1", 500), ("v2", 500)], store.Kept.Select(r => (r.Key.Revision, r.Sequence)));
    }

    [Fact]
    public async Task A_store_that_is_away_is_tried_ever_more_rarely_said_once_and_gets_everything_when_it_is_back()
    {
        var attempts = 0;
        store.Answer = (_, _) => ValueTask.FromResult<ReleaseWritten>(++attempts <= 20 ? new ReleaseWritten.Unavailable("down") : new ReleaseWritten.Done(true));
        await using var ledger = Start([Sample.Full(1)]);
        ledger.Note(Sample.Full(2));
        var settled = ledger.SettledAsync();
        var began = time.GetUtcNow();
        while (!settled.IsCompleted)
        {
            // Only once it has come to rest does the clock go on.
            await Turns.UntilAsync(() => time.Timers > 0 || settled.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal(["v2", "v1"], store.Kept.Select(r => r.Key.Revision));
        Assert.Equal(["the history is not written, decisions go on without it: down", "the history is written again"], told);

        // 0.5 + 1 + 2 + 4 + 8 + 16 + 32 s, then a minute each: thirteen more.
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromSeconds(63.5 + (13 * 60)), TimeSpan.FromSeconds(63.5 + (13 * 60) + 2));
        Assert.Equal(new LedgerStanding(0, null, null, 0), ledger.Standing);
    }

    [Fact]
    public async Task While_the_store_is_away_the_standing_says_since_when_and_why()
    {
        store.Answer = (_, _) => ValueTask.FromResult<ReleaseWritten>(new ReleaseWritten.Unavailable("down"));
        await using var ledger = Start([]);
        ledger.Note(Sample.Full(1));
        await Turns.UntilAsync(() => time.Timers > 0);
        Assert.Equal(new LedgerStanding(1, "down", Sample.Noon, 0), ledger.Standing);
    }

    [Fact]
    public async Task What_did_not_fit_while_the_store_was_away_is_asked_for_again()
    {
        var recorded = new List<ReleaseRecord>();
        var isAway = true;
        store.Answer = (_, _) => ValueTask.FromResult<ReleaseWritten>(isAway ? new ReleaseWritten.Unavailable("down") : new ReleaseWritten.Done(true));
        await using var ledger = new ReleaseLedger(store, _ => ValueTask.FromResult<IReadOnlyList<ReleaseRecord>>([.. recorded]), time, most: 3);
        ledger.Start();
        foreach (var number in Enumerable.Range(1, 10))
        {
            recorded.Add(Sample.Full(number));
            ledger.Note(Sample.Full(number));
        }

        await Turns.UntilAsync(() => time.Timers > 0);
        Assert.Equal(3, ledger.Standing.Waiting);
        isAway = false;
        time.Advance(TimeSpan.FromMinutes(1));
        await ledger.SettledAsync().WaitAsync(Bound);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => "v" + n), store.Kept.Select(r => r.Key.Revision).Distinct().OrderBy(r => int.Parse(r[1..], null)));
    }

    [Fact]
    public async Task A_release_that_is_refused_is_said_and_does_not_stop_the_others()
    {
        store.Answer = (release, _) => ValueTask.FromResult<ReleaseWritten>(release.Key.Revision == "v1" ? new ReleaseWritten.Refused("too odd") : new ReleaseWritten.Done(true));
        await using var ledger = Start([Sample.Full(1), Sample.Full(2)]);
        await ledger.SettledAsync().WaitAsync(Bound);
        Assert.Equal("v2", Assert.Single(store.Kept).Key.Revision);
        Assert.Equal("default/shop v1 is not in the history: too odd", Assert.Single(told));
        Assert.Equal(1, ledger.Standing.Refused);
    }

    [Fact]
    public async Task A_fault_of_the_store_or_of_the_record_ends_nothing()
    {
        var (reads, writes) = (0, 0);
        store.Answer = (_, _) => ++writes == 1 ? throw new InvalidOperationException("oops") : ValueTask.FromResult<ReleaseWritten>(new ReleaseWritten.Done(true));
        await using var ledger = new ReleaseLedger(
            store, _ => ++reads == 1 ? throw new IOException("unreadable") : ValueTask.FromResult<IReadOnlyList<ReleaseRecord>>([Sample.Full(1)]), time);
        ledger.Told += told.Add;
        ledger.Start();
        var settled = ledger.SettledAsync();
        while (!settled.IsCompleted)
        {
            await Turns.UntilAsync(() => time.Timers > 0 || settled.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(store.Kept);
        Assert.Equal(["the history is not written, decisions go on without it: what is recorded cannot be read: unreadable", "the history is written again"], told);
    }

    private ReleaseLedger Start(IReadOnlyList<ReleaseRecord> recorded)
    {
        var ledger = new ReleaseLedger(store, _ => ValueTask.FromResult(recorded), time);
        ledger.Told += told.Add;
        ledger.Start();
        return ledger;
    }
}
