using Rollout.Kubernetes.Queueing;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Queueing;

public class WorkQueueTests
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_key_that_is_added_many_times_is_worked_on_once()
    {
        using var queue = Queue();
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        Assert.Equal(2, queue.Depth);
        Assert.Equal(["a", "b"], [await Take(queue), await Take(queue)]);
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task A_key_that_is_added_while_a_worker_has_it_comes_again_when_that_worker_is_done_and_not_before()
    {
        using var queue = Queue();
        queue.Add("a");
        await Take(queue);
        queue.Add("a");
        queue.Add("a");
        var next = queue.TakeAsync(CancellationToken.None).AsTask();
        Assert.Equal(0, queue.Depth);
        Assert.False(next.IsCompleted);
        queue.Done("a");
        Assert.Equal("a", (await next.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System)).Key);
        queue.Done("a");
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task Of_several_wishes_the_earliest_counts_and_it_comes_once()
    {
        using var queue = Queue();
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        queue.AddAfter("a", TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, queue.Depth);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", await Take(queue));
        queue.Done("a");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task An_add_makes_a_later_wish_moot()
    {
        using var queue = Queue();
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        queue.Add("a");
        Assert.Equal("a", await Take(queue));
        queue.Done("a");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task Ten_thousand_keys_that_wait_share_one_timer_and_come_in_the_order_of_their_times()
    {
        using var queue = Queue();
        for (var i = 0; i < 10_000; i++)
        {
            queue.AddAfter($"later {i}", TimeSpan.FromMinutes(20));
        }

        queue.AddAfter("c", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(1));
        queue.AddAfter("b", TimeSpan.FromSeconds(2));
        Assert.Equal(1, time.Timers);
        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(1, queue.Depth);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["a", "b", "c"], [await Take(queue), await Take(queue), await Take(queue)]);
        Assert.Equal(1, time.Timers);
        time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(10_000, queue.Depth);
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task A_key_whose_wait_is_shortened_again_and_again_comes_as_often_and_its_last_wait_still_counts()
    {
        using var queue = Queue();
        for (var i = 0; i < 1000; i++)
        {
            queue.AddAfter("a", TimeSpan.FromMinutes(20));
            queue.AddAfter("a", TimeSpan.FromMilliseconds(50));
            time.Advance(TimeSpan.FromMilliseconds(50));
            Assert.Equal("a", await Take(queue));
            queue.Done("a");
        }

        queue.AddAfter("a", TimeSpan.FromMinutes(30));
        time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(0, queue.Depth);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("a", await Take(queue));
    }

    [Fact]
    public void Failures_of_one_key_wait_twice_as_long_each_time_and_say_nothing_of_another()
    {
        using var queue = Queue();
        for (var i = 0; i < 12; i++)
        {
            var full = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(2).Ticks, TimeSpan.FromMilliseconds(200).Ticks << i));
            Assert.InRange(queue.AddFailed("a"), full / 2, full);
        }

        Assert.InRange(queue.AddFailed("b"), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
        queue.Forget("a");
        Assert.InRange(queue.AddFailed("a"), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
        Assert.Equal(TimeSpan.FromMinutes(9), queue.AddFailed("a", atLeast: TimeSpan.FromMinutes(9)));
    }

    [Fact]
    public async Task A_worker_that_leaves_takes_no_key_with_it()
    {
        using var queue = Queue();
        using var leaving = new CancellationTokenSource();
        var first = queue.TakeAsync(leaving.Token).AsTask();
        var second = queue.TakeAsync(CancellationToken.None).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        queue.Add("a");
        Assert.Equal("a", (await second).Key);
    }

    [Fact]
    public async Task A_closed_queue_gives_what_is_ready_and_then_nothing()
    {
        using var queue = Queue();
        queue.Add("a");
        queue.AddAfter("b", TimeSpan.FromSeconds(1));
        queue.Close();
        queue.Add("c");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a", await Take(queue));
        Assert.False((await queue.TakeAsync(CancellationToken.None)).Found);
    }

    [Fact]
    public async Task Closing_wakes_those_who_wait()
    {
        using var queue = Queue();
        var waiting = queue.TakeAsync(CancellationToken.None).AsTask();
        queue.Close();
        Assert.False((await waiting).Found);
    }

    [Fact]
    public void Giving_back_what_nobody_took_is_an_error_of_the_caller()
    {
        using var queue = Queue();
        Assert.Throws<InvalidOperationException>(() => queue.Done("a"));
    }

    [Fact]
    public async Task The_observer_sees_depths_and_times()
    {
        var seen = new Seen();
        using var queue = new WorkQueue<string>(time, new WorkQueueOptions { Observer = seen });
        queue.Add("a");
        queue.Add("b");
        time.Advance(TimeSpan.FromSeconds(3));
        await Take(queue);
        time.Advance(TimeSpan.FromSeconds(2));
        queue.AddFailed("a");
        queue.Done("a");
        Assert.Equal(["queued 1", "queued 2", "taken 1 after 3", "retried", "finished in 2"], seen.Log);
    }

    /// <summary>Many threads, many keys: no key with two workers, no added key lost.</summary>
    [Fact]
    public async Task No_key_is_ever_with_two_workers_and_none_is_lost()
    {
        using var queue = new WorkQueue<int>(TimeProvider.System, new WorkQueueOptions { Seed = 1, FirstWait = TimeSpan.FromTicks(1) });
        var (holders, wanted, done) = (new int[16], new int[16], new int[16]);
        var worst = 0;
        var workers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (await queue.TakeAsync(CancellationToken.None) is { Found: true, Key: var key })
            {
                worst = Math.Max(worst, Interlocked.Increment(ref holders[key]));
                var want = Volatile.Read(ref wanted[key]);
                await Task.Yield();
                Volatile.Write(ref done[key], want);
                Interlocked.Decrement(ref holders[key]);
                queue.Done(key);
            }
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(producer => Task.Run(async () =>
        {
            var chance = new Random(producer);
            for (var i = 0; i < 20_000; i++)
            {
                var key = chance.Next(16);
                Interlocked.Increment(ref wanted[key]);
                if (chance.Next(4) == 0)
                {
                    queue.AddFailed(key);
                    queue.Forget(key);
                }

                queue.Add(key);
                if (i % 64 == 0)
                {
                    await Task.Yield();
                }
            }
        })));
        var begin = TimeProvider.System.GetTimestamp();
        while (!Enumerable.Range(0, 16).All(key => Volatile.Read(ref done[key]) == Volatile.Read(ref wanted[key])))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(60), "a wish was lost");
            await Task.Yield();
        }

        queue.Close();
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.Equal(1, worst);
    }

    private WorkQueue<string> Queue() => new(time, new WorkQueueOptions { Seed = 1 });

    private static async Task<string> Take(WorkQueue<string> queue)
    {
        var taken = await queue.TakeAsync(CancellationToken.None);
        Assert.True(taken.Found);
        return taken.Key!;
    }

    private sealed class Seen : IWorkQueueObserver
    {
        public List<string> Log { get; } = [];

        public void Queued(int depth) => Log.Add($"queued {depth}");

        public void Taken(int depth, TimeSpan waited) => Log.Add($"taken {depth} after {waited.TotalSeconds}");

        public void Finished(TimeSpan worked) => Log.Add($"finished in {worked.TotalSeconds}");

        public void Retried() => Log.Add("retried");
    }
}
