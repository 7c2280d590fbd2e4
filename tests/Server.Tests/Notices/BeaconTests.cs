using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Notices;
using Rollout.Server.Notices;
using Rollout.Support;

namespace Rollout.Server.Tests.Notices;

public sealed class BeaconTests : IAsyncDisposable
{
    private readonly ManualTime time = new(Told.Noon);
    private readonly Channel<string> attempts = Channel.CreateUnbounded<string>();
    private readonly NoticeReceiver receiver = Told.Receiver(ReceiverKind.Alertmanager);
    private readonly Beacon beacon;
    private string trying = "";

    public BeaconTests()
    {
        beacon = new Beacon("am", (_, alert, over, _) =>
        {
            trying = over ? $"{alert.Event} over" : alert.Event.ToString();
            return Task.FromResult(Answer());
        }, time, NullLogger.Instance);
        beacon.Attempted += result => attempts.Writer.TryWrite($"{trying} {result.GetType().Name}");
    }

    private Func<SendResult> Answer { get; set; } = () => new SendResult.Taken();

    public ValueTask DisposeAsync() => beacon.DisposeAsync();

    [Fact]
    public async Task What_stands_is_told_again_each_minute_and_what_takes_its_place_after_the_end_of_what_stood()
    {
        beacon.Look(receiver, Standing(NoticeEvent.RolledBack));
        Assert.Equal("RolledBack Taken", await AttemptAsync());
        time.Advance(await time.DueAsync() - time.GetUtcNow());
        Assert.Equal("RolledBack Taken", await AttemptAsync());
        Assert.Equal(Told.Noon + Beacon.Again, time.GetUtcNow());
        await time.DueAsync();
        beacon.Look(receiver, Standing(NoticeEvent.Held));
        Assert.Equal("RolledBack over Taken", await AttemptAsync());
        Assert.Equal("Held Taken", await AttemptAsync());
        beacon.Look(receiver, null);
        Assert.Equal("Held over Taken", await AttemptAsync());
    }

    [Fact]
    public async Task What_the_receiver_does_not_want_is_not_told()
    {
        beacon.Look(receiver with { On = [NoticeEvent.Held] }, Standing(NoticeEvent.RolledBack));
        beacon.Look(receiver with { On = [NoticeEvent.Held] }, Standing(NoticeEvent.Held));
        Assert.Equal("Held Taken", await AttemptAsync());
    }

    [Fact]
    public async Task Whatever_fails_is_tried_again_ever_later_and_from_the_beginning_once_it_went_well()
    {
        var results = new Queue<Func<SendResult>>([
            () => new SendResult.Later("down"), () => new SendResult.Never("it answers 400"), () => throw new InvalidOperationException("secret"),
            () => new SendResult.Later("busy", TimeSpan.FromMinutes(2)), () => new SendResult.Taken(), () => new SendResult.Later("down"),
        ]);
        Answer = () => results.Dequeue()();
        var told = new List<string>();
        var waits = new List<double>();
        beacon.Look(receiver, Standing(NoticeEvent.RolledBack));
        while (true)
        {
            told.Add(await AttemptAsync());
            var wait = await time.DueAsync() - time.GetUtcNow();
            waits.Add(wait.TotalSeconds);
            if (results.Count == 0)
            {
                break;
            }

            time.Advance(wait);
        }

        Assert.Equal(["RolledBack Later", "RolledBack Never", "RolledBack Later", "RolledBack Later", "RolledBack Taken", "RolledBack Later"], told);
        Assert.All(waits.Zip([1.0, 2, 4, 120, 60, 1]), w => Assert.InRange(w.First, w.Second * 0.8, w.Second));
    }

    private static StandingAlert Standing(NoticeEvent what) => new(what, "v2", Told.Noon, Reasons.HarmProven, "Harm is proven");

    private async Task<string> AttemptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return await attempts.Reader.ReadAsync(limit.Token);
    }
}
