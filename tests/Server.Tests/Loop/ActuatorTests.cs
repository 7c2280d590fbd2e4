using Rollout.Fleets;
using Rollout.Planning;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

public sealed class ActuatorTests : IAsyncDisposable
{
    private static readonly Effect Canary = new Effect.EnsureCanaries("v2", "v1", ["n1"]);
    private static readonly Effect Back = new Effect.EnsureEverywhere("v1");
    private static readonly EnsureResult Settled = new EnsureResult.Settled();
    private static readonly EnsureResult Failed = new EnsureResult.Failed("n1", "no space left");
    private readonly ManualTime time = new(Shop.Noon);
    private readonly List<Effect> attempts = [];
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EnsureResult> slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Actuator actuator;
    private Func<CancellationToken, Task<EnsureResult>> deploy = _ => Task.FromResult(Settled);

    public ActuatorTests() => actuator = new Actuator(
        async (level, cancel) =>
        {
            attempts.Add(level);
            return await deploy(cancel);
        },
        time);

    [Fact]
    public async Task A_new_level_cancels_the_one_under_way_and_is_then_carried_out()
    {
        deploy = Slow;
        actuator.Order(Canary, false);
        await started.Task;
        deploy = _ => Task.FromResult(Settled);
        actuator.Order(Back, false);
        await actuator.UnderWay;
        Assert.Equal([Canary, Back], attempts);
        Assert.Same(Settled, actuator.Latest);
        Assert.False(slow.Task.IsCompleted);
    }

    /// <summary>A platform that was told to change goes on by itself; whether it came there is seen later, by ordering the level again.</summary>
    [Fact]
    public async Task Where_levels_are_ordered_until_they_settle_a_change_is_not_the_end_of_it()
    {
        var answers = new Queue<EnsureResult>([new EnsureResult.Changed(["shop"]), new EnsureResult.Changed([]), Settled]);
        await using var patient = new Actuator((level, _) =>
        {
            attempts.Add(level);
            return ValueTask.FromResult(answers.Dequeue());
        }, time, untilSettled: true);
        var waits = new List<TimeSpan?>();
        for (var i = 0; i < 4; i++)
        {
            patient.Order(Canary, true);
            await patient.UnderWay;
            waits.Add(patient.OrderAgainIn);
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(3, attempts.Count);
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), null, null], waits);
    }

    [Fact]
    public async Task The_same_level_while_under_way_is_no_new_work()
    {
        deploy = Slow;
        actuator.Order(Canary, false);
        await started.Task;
        actuator.Order(new Effect.EnsureCanaries("v2", "v1", ["n1"]), false);
        slow.SetResult(Settled);
        await actuator.UnderWay;
        Assert.Single(attempts);
    }

    [Fact]
    public async Task A_settled_level_that_is_seen_otherwise_is_made_true_again()
    {
        await OrderAsync(Canary, false);
        time.Advance(TimeSpan.FromHours(1));
        await OrderAsync(Canary, true);
        Assert.Single(attempts);
        await OrderAsync(Canary, false);
        Assert.Equal(2, attempts.Count);
    }

    [Fact]
    public async Task A_failed_level_is_tried_again_only_after_two_seconds_and_another_at_once()
    {
        deploy = _ => Task.FromResult(Failed);
        await OrderAsync(Canary, false);
        time.Advance(TimeSpan.FromSeconds(1.9));
        await OrderAsync(Canary, false);
        Assert.Single(attempts);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await OrderAsync(Canary, false);
        Assert.Equal(2, attempts.Count);
        await OrderAsync(Back, false);
        Assert.Equal([Canary, Canary, Back], attempts);
    }

    [Fact]
    public async Task A_failure_names_its_level_its_place_its_reason_and_when_the_first_in_a_row_was_until_the_level_is_reached_or_another_ordered()
    {
        Assert.Null(actuator.Failure);
        deploy = _ => Task.FromResult(Failed);
        await OrderAsync(Canary, false);
        time.Advance(TimeSpan.FromSeconds(2));
        deploy = _ => Task.FromResult<EnsureResult>(new EnsureResult.Failed("n1", "still no space left"));
        await OrderAsync(Canary, false);
        Assert.Equal(new LevelFailure(Canary, "n1", "still no space left", Shop.Noon), actuator.Failure);

        time.Advance(TimeSpan.FromSeconds(2));
        deploy = _ => Task.FromResult(Settled);
        await OrderAsync(Canary, false);
        Assert.Null(actuator.Failure);

        time.Advance(TimeSpan.FromSeconds(2));
        deploy = _ => Task.FromResult(Failed);
        await OrderAsync(Canary, false);
        Assert.Equal(time.GetUtcNow(), actuator.Failure?.Since);
        await OrderAsync(Back, false);
        Assert.Equal((Back, "n1"), (actuator.Failure?.Level, actuator.Failure?.Node));
        deploy = Slow;
        actuator.Order(Canary, false);
        Assert.Null(actuator.Failure);
    }

    [Fact]
    public async Task A_deployment_that_throws_is_a_failure_and_the_way_back_is_still_carried_out()
    {
        deploy = _ => throw new IOException("the disk is gone");
        await OrderAsync(Canary, false);
        Assert.Contains("the disk is gone", Assert.IsType<EnsureResult.Failed>(actuator.Latest).Reason, StringComparison.Ordinal);
        Assert.Contains("the disk is gone", actuator.Failure?.Reason, StringComparison.Ordinal);
        deploy = _ => Task.FromResult(Settled);
        await OrderAsync(Back, false);
        Assert.Equal([Canary, Back], attempts);
    }

    public ValueTask DisposeAsync() => actuator.DisposeAsync();

    private async Task OrderAsync(Effect level, bool observedAsOrdered)
    {
        actuator.Order(level, observedAsOrdered);
        await actuator.UnderWay;
    }

    private Task<EnsureResult> Slow(CancellationToken cancel)
    {
        started.TrySetResult();
        return slow.Task.WaitAsync(cancel);
    }
}
