using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Faults;

namespace Rollout.Operator.Tests;

/// <summary>Who waits for Idle, Promoted or Ready to write the next version is never faster than the hold.</summary>
public sealed class HoldTests
{
    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task While_the_hold_cannot_be_written_nothing_says_that_it_is_ready_and_once_it_is_seen_it_does(string kind)
    {
        await using var ground = await Ground.OpenAsync(kind);
        ground.Server.Faults.Add(new FaultRule(FaultKind.ServerError) { Verb = "patch", Path = $"{kind.ToLowerInvariant()}s/shop" });
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync(() => ground.Status()["stableRevision"] is not null && ground.Server.Faults.Struck(FaultKind.ServerError) > 1);
        Assert.Equal(("Waiting", "False", "NotYetHeld"), (ground.Phase(), (string?)Ready(ground)["status"], (string?)Ready(ground)["reason"]));
        ground.Server.Faults.Clear();
        await ground.UntilAsync("Idle");
        Assert.True(ground.IsHeld());
        await ground.UntilAsync(() => (string?)Ready(ground)["status"] == "True");
    }

    [Fact]
    public async Task After_a_promotion_it_is_Promoted_when_it_is_held_again_and_not_before()
    {
        await using var ground = await Ground.OpenAsync();
        await using var told = await Chronicle.BeginAsync(ground.Admin, "deployments");
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync("Idle");
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync("Promoted");
        await ground.UntilAsync(() => told.Written.Any(o => (string?)o["status"]?["phase"] == "Promoted"));
        var (held, settled, opened) = (false, 0, false);
        foreach (var one in told.Written)
        {
            if ((string?)one["kind"] != "StaggeredRollout")
            {
                held = one["spec"]!["paused"]?.GetValue<bool>() == true;
                opened |= settled > 0 && !held;
            }
            else if ((string?)one["status"]?["phase"] is "Idle" or "Promoted")
            {
                settled++;
                Assert.True(held, one["status"]!.ToJsonString());
            }
        }

        // It was opened in between, so that there was something to be held again.
        Assert.True(settled > 1 && opened);
    }

    private static JsonNode Ready(Ground ground) => ground.Status()["conditions"]!.AsArray().Single(c => (string?)c!["type"] == "Ready")!;
}
