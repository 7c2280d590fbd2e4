using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Kubernetes.Leasing;
using Rollout.Support;
using Xunit.Abstractions;

namespace Rollout.Kubernetes.Tests.Leasing;

public class LeaderElectorTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10_000);

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Two_never_lead_in_10000_seconds_of_lost_answers_conflicts_delays_crashes_and_skewed_clocks(int seed)
    {
        var world = new ElectionWorld(seed);
        world.Run(processes: 3, Span, disturb: true);
        output.WriteLine($"{world.Terms} terms, {world.FaultsPlanted} faults, led {world.ShareLed(Span):P0} of the time");
        Assert.Empty(world.Violations);

        // Not vacuous: leaders changed, requests failed, and somebody did lead.
        Assert.True(world.Terms > 50, $"only {world.Terms} terms");
        Assert.True(world.FaultsPlanted > 500, $"only {world.FaultsPlanted} faults");
        Assert.True(world.ShareLed(Span) > 0.4, $"led only {world.ShareLed(Span):P0} of the time");
    }

    /// <summary>The simulation can see two leaders: it does as soon as what the proof rests on is taken away.</summary>
    [Fact]
    public void Two_leaders_are_seen_when_a_server_takes_stale_writes() =>
        Assert.NotEmpty(Disturbed(seed => new ElectionWorld(seed) { Server = new LeaseServer { Unfenced = true } }));

    [Fact]
    public void Two_leaders_are_seen_when_work_takes_longer_to_end_than_the_margin() =>
        Assert.NotEmpty(Disturbed(seed => new ElectionWorld(seed) { LongestDrain = TimeSpan.FromSeconds(25) }));

    [Fact]
    public void Two_leaders_are_seen_when_clocks_run_at_rates_beyond_the_margin() =>
        Assert.NotEmpty(Disturbed(seed => new ElectionWorld(seed) { RateSpread = 2 }));

    [Fact]
    public void A_leader_is_never_changed_where_nothing_goes_wrong()
    {
        var world = new ElectionWorld(1) { Faults = 0 };
        world.Run(processes: 3, Span, disturb: false);
        Assert.Empty(world.Violations);
        Assert.Equal(1, world.Terms);
        Assert.True(world.ShareLed(Span) > 0.999);
    }

    [Fact]
    public void After_a_crash_another_leads_within_the_duration_and_two_attempts()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var world = new ElectionWorld(seed) { Faults = 0, RateSpread = 1 };
            world.Run(processes: 3, TimeSpan.FromSeconds(60), disturb: false);
            world.Kill();
            world.Run(processes: 0, TimeSpan.FromSeconds(60), disturb: false);
            Assert.InRange(world.Gaps[^1], TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(15 + 2.4 + 1));
        }
    }

    [Fact]
    public void After_an_orderly_stop_another_leads_at_its_next_attempt()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var world = new ElectionWorld(seed) { Faults = 0, RateSpread = 1, LongestDrain = TimeSpan.Zero };
            world.Run(processes: 3, TimeSpan.FromSeconds(60), disturb: false);
            world.Stop();
            world.Run(processes: 0, TimeSpan.FromSeconds(60), disturb: false);
            Assert.InRange(world.Gaps[^1], TimeSpan.Zero, TimeSpan.FromSeconds(2.4 + 1.5));
            Assert.Empty(world.Violations);
        }
    }

    [Fact]
    public void A_leader_that_sees_another_in_its_lease_stops_at_once_and_not_only_at_its_deadline()
    {
        var world = new ElectionWorld(1) { Faults = 0, RateSpread = 1, LongestDrain = TimeSpan.Zero };
        world.Run(processes: 2, TimeSpan.FromSeconds(60), disturb: false);
        world.Usurp();
        Assert.True(world.AnybodyWorks);
        world.Run(processes: 0, TimeSpan.FromSeconds(4), disturb: false);
        Assert.False(world.AnybodyWorks);
        world.Run(processes: 0, TimeSpan.FromSeconds(30), disturb: false);
        Assert.True(world.AnybodyWorks);
    }

    [Fact]
    public void A_process_that_slept_through_its_term_knows_it_before_any_timer_runs() => ElectionWorld.Alone(() =>
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var sleeping = new SleepingTime(time);
        var elector = new LeaderElector(
            new UnreliableStore(new LeaseServer(), time, new Random(1), 0), new LeaseOptions { Identity = "a", Seed = 1 }, sleeping, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var began = false;
        var term = elector.RunTermAsync(
            async token =>
            {
                began = true;
                await time.PassAsync(Timeout.InfiniteTimeSpan, token);
            },
            stop.Token);
        Pass(() => began);
        Assert.True(elector.IsLeader);
        sleeping.Asleep = TimeSpan.FromSeconds(11);
        Assert.False(elector.IsLeader);
        sleeping.Asleep = TimeSpan.Zero;
        stop.Cancel();
        Pass(() => term.IsCompleted);
        Assert.Equal(TermEnd.Stopped, term.Result);

        void Pass(Func<bool> until)
        {
            for (var step = 0; step < 100 && !until(); step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
            }

            Assert.True(until());
        }
    });

    [Fact]
    public void Unsafe_options_are_refused_with_all_that_is_wrong()
    {
        var options = new LeaseOptions { Identity = "", Duration = TimeSpan.FromSeconds(0.5), RenewDeadline = TimeSpan.FromSeconds(1), Retry = TimeSpan.FromSeconds(1) };
        Assert.Equal(4, options.Problems().Count);
        Assert.Throws<ArgumentException>(() => new LeaderElector(new UnreliableStore(new LeaseServer(), TimeProvider.System, new Random(1), 0), options, TimeProvider.System, NullLogger.Instance));
        Assert.Empty(new LeaseOptions { Identity = "a" }.Problems());
    }

    private static List<string> Disturbed(Func<int, ElectionWorld> make)
    {
        var found = new List<string>();
        for (var seed = 1; seed <= 12 && found.Count == 0; seed++)
        {
            var world = make(seed);
            world.Run(processes: 3, Span, disturb: true);
            found.AddRange(world.Violations);
        }

        return found;
    }

    /// <summary>A machine that wakes up: its clock has gone on, its timers have not run yet.</summary>
    private sealed class SleepingTime(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Asleep { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override long GetTimestamp() => inner.GetTimestamp() + Asleep.Ticks;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Asleep;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}
