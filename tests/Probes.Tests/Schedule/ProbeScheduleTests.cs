using Rollout.Api;
using Rollout.Probes.Schedule;
using Rollout.Support;

namespace Rollout.Probes.Tests.Schedule;

public sealed class ProbeScheduleTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly AcceptanceProbeSpec Spec = new()
    {
        Interval = Interval, Timeout = TimeSpan.FromMinutes(2), FailAfter = 2, Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }],
    };

    private readonly WatchedTime time = new(new ManualTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)));
    private readonly ProbeBoard board = new();
    private ProbedShop shop = null!;

    public async Task InitializeAsync()
    {
        shop = await ProbedShop.StartAsync();
        shop.On("GET /", 200, "{}");
    }

    public async Task DisposeAsync()
    {
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task Runs_every_interval_and_reports_to_the_board()
    {
        await using var schedule = New();
        schedule.Update([Assignment("n1")]);
        await ToPhaseAsync("n1");
        await UntilAsync(() => One().Successes == 1);
        for (var i = 2; i < 6; i++)
        {
            schedule.Update([Assignment("n1")]);
            await AdvanceAsync(Interval);
            var wanted = i;
            await UntilAsync(() => One().Successes == wanted);
        }

        shop.On("GET /", 500, "{}");
        await AdvanceAsync(Interval);
        await UntilAsync(() => One().Failures == 1);
        Assert.Equal(ProbeHealth.Passing, One().Health);
        await AdvanceAsync(Interval);
        await UntilAsync(() => One().Failures == 2);
        Assert.Equal(ProbeHealth.Failing, One().Health);
        Assert.Equal((5L, 0L), (One().Successes, One().Overdue));
    }

    [Fact]
    public async Task Runs_never_pile_up_on_a_target_that_is_slow()
    {
        await using var schedule = New();
        var (asked, answer) = Hold();
        schedule.Update([Assignment("n1")]);
        await ToPhaseAsync("n1");
        await UntilAsync(() => asked() == 1);
        time.Advance(3.5 * Interval);
        answer.SetResult();
        await UntilAsync(() => One().Successes == 1);
        Assert.Equal(1, asked());
        await AdvanceAsync(0.5 * Interval);
        await UntilAsync(() => One().Successes == 2);
        Assert.Equal((2, 3L), (asked(), One().Overdue));
    }

    [Fact]
    public async Task Runs_that_wait_for_a_place_are_overdue_and_their_node_passes_nothing_meanwhile()
    {
        await using var schedule = New(1);
        var (asked, answer) = Hold();
        schedule.Update([Assignment("n1")]);
        await ToPhaseAsync("n1");
        await UntilAsync(() => asked() == 1);
        schedule.Update([Assignment("n1"), Assignment("n2")]);
        await ToPhaseAsync("n2");
        time.Advance(3.5 * Interval);
        Assert.Equal((ProbeHealth.Unknown, null, 1), (Second().Health, Second().LastRun, asked()));
        answer.SetResult();
        await UntilAsync(() => Second().Successes == 1);
        await AdvanceAsync(0.5 * Interval);
        await UntilAsync(() => Second().Successes == 2);
        Assert.Equal(3, Second().Overdue);
    }

    [Fact]
    public async Task What_is_no_longer_assigned_stops_and_what_is_assigned_anew_starts()
    {
        await using var schedule = New();
        schedule.Update([Assignment("n1")]);
        await ToPhaseAsync("n1");
        await UntilAsync(() => shop.Requests.Count == 1);
        schedule.Update([Assignment("n2")]);
        await ToPhaseAsync("n2");
        await UntilAsync(() => board.Snapshot(time.GetUtcNow()).Single() is { Node: "n2", Successes: 1 });
        Assert.Equal(2, shop.Requests.Count);
    }

    [Fact]
    public async Task Disposing_ends_runs_under_way()
    {
        await using var schedule = New();
        var asked = new TaskCompletionSource();
        shop.Routes["GET /"] = async c =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
        };
        schedule.Update([Assignment("n1")]);
        await ToPhaseAsync("n1");
        await asked.Task;
        await schedule.DisposeAsync();
        Assert.Equal((0L, 0L), (One().Successes, One().Failures));
        Assert.Throws<ObjectDisposedException>(() => schedule.Update([]));
    }

    /// <summary>Nobody is answered before the answer is set; with how many have asked.</summary>
    private (Func<int> Asked, TaskCompletionSource Answer) Hold()
    {
        var asked = 0;
        var answer = new TaskCompletionSource();
        shop.Routes["GET /"] = async _ =>
        {
            Interlocked.Increment(ref asked);
            await answer.Task;
        };
        return (() => Volatile.Read(ref asked), answer);
    }

    private ProbeSchedule New(int atOnce = 32) => new(new ProbeRunner(time), board, time, new ProbeScheduleOptions { AtOnce = atOnce });

    private ProbeAssignment Assignment(string node) => new("checkout", node, Spec, shop.Address);

    private ProbeStanding Second() => board.Snapshot(time.GetUtcNow())[1];

    private ProbeStanding One() => board.Snapshot(time.GetUtcNow())[0];

    /// <summary>To the moment at which the node's probe is due.</summary>
    private Task ToPhaseAsync(string node) =>
        AdvanceAsync(ProbeTiming.FirstDue("checkout", node, Interval, time.GetUtcNow()) - time.GetUtcNow());

    /// <summary>Moves the clock once the loop waits for that moment: loops run on other threads.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        await UntilAsync(() => by == TimeSpan.Zero || time.IsAwaited(time.GetUtcNow() + by));
        time.Advance(by);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
