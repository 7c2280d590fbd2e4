using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Notices;
using Rollout.Recording;
using Rollout.Server.Tests.Loop;

namespace Rollout.Server.Tests.Notices;

/// <summary>A host fleet's release says its own class of risk, where there is no workload whose annotations could.</summary>
public sealed class RiskyReleaseTests : IAsyncLifetime
{
    private readonly LoopWorld world = new();
    private Receiver receiver = null!;

    public async Task InitializeAsync()
    {
        receiver = await Receiver.StartAsync();
        world.Spec = world.Spec with
        {
            Receivers = [new NoticeReceiver { Name = "pager", Kind = ReceiverKind.Webhook, Url = receiver.Url, On = [] }],
            OnCall = new OnCallPlan { BeforeStageOne = ["pager"], HighRisk = ["high", "reckless"] },
        };
        await world.StartAsync();
        await world.BucketsAsync(70);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_on_call_is_told_in_the_pass_that_takes_it_up_before_any_node_runs_it()
    {
        await world.WantAsync(new WantedRevision("v2", "ann", world.Time.GetUtcNow()) { Identity = new ReleaseIdentity { Risk = "reckless" } });
        await world.Loop.TurnAsync(default);
        var notice = Assert.Single(world.Progress.Notices);
        Assert.Equal((NoticeEvent.Started, "v2"), (notice.Event, notice.Revision));
        Assert.Equal(["pager"], notice.To);
        Assert.Contains("its class of risk is reckless", notice.Message, StringComparison.Ordinal);
        Assert.Equal("v1", world.RevisionOf("n1"));
    }

    [Theory]
    [InlineData("low")]
    [InlineData(null)]
    public async Task A_release_of_no_high_class_tells_nobody(string? risk)
    {
        await world.WantAsync(new WantedRevision("v2", "ann", world.Time.GetUtcNow()) { Identity = new ReleaseIdentity { Risk = risk } });
        await world.Loop.TurnAsync(default);
        Assert.Equal("v2", world.Progress.CanaryRevision);
        Assert.Empty(world.Progress.Notices);
    }
}
