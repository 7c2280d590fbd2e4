using System.Text.Json.Nodes;
using System.Threading.Channels;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Server.Notices;
using Rollout.Server.Tests.Loop;

namespace Rollout.Server.Tests.Notices;

/// <summary>A real state file, a real receiver, and controllers that are killed.</summary>
public sealed class CourierTests : IAsyncLifetime
{
    private readonly LoopWorld world = new();
    private readonly Channel<SendResult> attempts = Channel.CreateUnbounded<SendResult>();
    private Receiver receiver = null!;

    public async Task InitializeAsync()
    {
        receiver = await Receiver.StartAsync();
        world.Spec = world.Spec with
        {
            Receivers = [new NoticeReceiver { Name = "pager", Kind = ReceiverKind.Webhook, Url = receiver.Url + "/page", On = [] }],
            OnCall = new OnCallPlan { OnRollback = ["pager"] },
        };
        await world.JudgingAsync();
        Watch();
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_rollback_reaches_a_webhook_once_though_it_was_down_for_a_minute_and_the_controller_was_killed()
    {
        receiver.Answers(503, "down");
        await AbortAsync();
        Assert.IsType<SendResult.Later>(await AttemptAsync());

        // Killed; the next one finds in the record what is still to be told.
        await RestartAsync();
        Assert.IsType<SendResult.Later>(await AttemptAsync());

        // A minute and more, an attempt at the end of every wait: the clock stands while one is under way, so that nothing is raced.
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 32 })
        {
            await WaitAsync(TimeSpan.FromSeconds(wait));
            Assert.IsType<SendResult.Later>(await AttemptAsync());
            await world.Loop.TurnAsync(default);
        }

        Assert.Equal(Phase.RolledBack, world.Progress.Phase);
        Assert.NotEmpty(world.Progress.Notices);
        var refused = receiver.Taken.Count;
        receiver.Answers(200);
        await WaitAsync(TimeSpan.FromSeconds(64));
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        await world.Loop.TurnAsync(default);
        Assert.Empty(world.Progress.Notices);

        // Whoever comes after has nothing to tell.
        await RestartAsync();
        await world.BucketsAsync(3);
        Assert.Equal(refused + 1, receiver.Taken.Count);
        Assert.Single(receiver.Taken.Select(t => t.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal(("RolledBack", "v2"), ((string?)JsonNode.Parse(receiver.Taken[^1].Body)!["event"], (string?)JsonNode.Parse(receiver.Taken[^1].Body)!["revision"]));
    }

    [Fact]
    public async Task Killed_between_the_receivers_yes_and_the_record_it_is_told_again_with_the_same_key()
    {
        await world.OrderAsync(OrderKind.Abort, "v2");
        await world.Loop.TurnAsync(default);
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        await RestartAsync();
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        Assert.Equal(2, receiver.Taken.Count);
        Assert.Single(receiver.Taken.Select(t => t.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_nothing_up()
    {
        receiver.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await AbortAsync();
        await world.BucketsAsync(3);
        Assert.Equal(Phase.RolledBack, world.Progress.Phase);
    }

    [Fact]
    public async Task An_Alertmanager_is_told_while_the_rollback_stands_and_when_it_is_over()
    {
        world.Spec = world.Spec with { Receivers = [new NoticeReceiver { Name = "am", Kind = ReceiverKind.Alertmanager, Url = receiver.Url }], OnCall = null };
        await RestartAsync();
        await AbortAsync();
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        await WaitAsync(Beacon.Again);
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        var sent = receiver.Taken.Select(t => JsonNode.Parse(t.Body)![0]!).ToList();
        Assert.All(sent, one => Assert.Equal("StaggeredRolloutRolledBack", (string?)one["labels"]!["alertname"]));
        Assert.All(receiver.Taken, t => Assert.Equal("/api/v2/alerts", t.Path));
        Assert.True(string.CompareOrdinal((string?)sent[0]["endsAt"], (string?)sent[1]["endsAt"]) < 0);

        await world.WantAsync("v3");
        var over = world.Time.GetUtcNow();
        await world.Loop.TurnAsync(default);
        Assert.IsType<SendResult.Taken>(await AttemptAsync());
        Assert.Equal(over, (DateTimeOffset)JsonNode.Parse(receiver.Taken[^1].Body)![0]!["endsAt"]!);
    }

    /// <summary>Until the very moment of the next attempt, once its timer is set: that is after the attempt before has been told of. Waits are spread by a fifth.</summary>
    private async Task WaitAsync(TimeSpan wait) => world.Time.Advance(await world.Time.DueAsync(wait * 0.79, wait) - world.Time.GetUtcNow());

    private async Task AbortAsync()
    {
        await world.OrderAsync(OrderKind.Abort, "v2");
        await world.Loop.TurnAsync(default);
        await world.Loop.Acted;
        await world.Loop.TurnAsync(default);
    }

    private async Task RestartAsync()
    {
        await world.StartAsync();
        while (attempts.Reader.TryRead(out _))
        {
            // Of the controller that is gone.
        }

        Watch();
        await world.Loop.TurnAsync(default);
    }

    private void Watch() => world.Courier.Attempted += (_, result) => attempts.Writer.TryWrite(result);

    private async Task<SendResult> AttemptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return await attempts.Reader.ReadAsync(limit.Token);
    }
}
