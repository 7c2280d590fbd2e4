using Rollout.Cli.Tests.Pipeline;
using Rollout.Support;

namespace Rollout.Cli.Tests.Hosts;

/// <summary>
/// `rollout hosts` killed with SIGKILL while its webhook is down. How long it waits between attempts, minutes of it, is tested on a clock of
/// our own (Server.Tests, CourierTests); here the process, its state file and the network are real.
/// </summary>
public sealed class KilledControllerTests
{
    [Fact]
    public async Task A_rollback_reaches_a_webhook_once_though_it_was_down_and_the_controller_was_killed_in_the_middle_of_telling()
    {
        await using var receiver = await ToldReceiver.StartAsync();
        await using var shops = await TinyFleet.ShopsAsync();
        using var folder = new TemporaryFolder();
        var fleet = TinyFleet.Write(folder, shops, "1h", $$"""
              receivers:
              - {name: pager, kind: Webhook, url: "{{receiver.Url}}/page", on: [RolledBack]}
            """);

        await using var first = await HostsProcess.StartAsync(fleet);
        await first.WantAsync("bad-1");
        var told = await receiver.NextAsync();
        Assert.Equal("RolledBack bad-1", told.What);
        told.Answer(null);

        // Killed before the second attempt has an answer: only its record knows of it.
        var again = await receiver.NextAsync();
        Assert.Equal((told.Key, told.What), (again.Key, again.What));
        await first.KillAsync();

        await using var second = await HostsProcess.StartAsync(fleet);
        var still = await receiver.NextAsync();
        Assert.Equal((told.Key, told.What), (still.Key, still.What));
        still.Answer(503);
        var taken = await receiver.NextAsync();
        Assert.Equal((told.Key, told.What), (taken.Key, taken.What));
        taken.Answer(200);

        // A receipt is recorded by the next pass. The second rollback is told after it is there, and the pass that takes up the third one has seen it.
        await second.WantAsync("bad-2");
        (await TakeUntilAsync(receiver, "RolledBack bad-2")).Answer(200);
        await second.WantAsync("bad-3");
        await TakeUntilAsync(receiver, "RolledBack bad-3");
        await second.KillAsync();

        // Whoever comes after tells what nobody has an answer to, and the first rollback never again.
        await using var third = await HostsProcess.StartAsync(fleet);
        (await TakeUntilAsync(receiver, "RolledBack bad-3")).Answer(200);
        await third.WantAsync("bad-4");
        (await TakeUntilAsync(receiver, "RolledBack bad-4")).Answer(200);
    }

    /// <summary>The first call of that kind; others before it are taken, and none is of the rollback that was taken already.</summary>
    private static async Task<ToldReceiver.Call> TakeUntilAsync(ToldReceiver receiver, string what)
    {
        while (true)
        {
            var call = await receiver.NextAsync();
            Assert.NotEqual("RolledBack bad-1", call.What);
            if (call.What == what)
            {
                return call;
            }

            call.Answer(200);
        }
    }
}
