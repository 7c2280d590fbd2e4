using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;
using Rollout.Support.Killing;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>
/// What a person does while controllers come and go: whenever one release is over, the next, good and bad by turns; and where the evidence takes its
/// time, an order, so that no more hangs on a sample or on the machine than how a release ends.
/// </summary>
internal sealed class KilledReleases(Playground ground, KillInvariants invariants)
{
    /// <summary>Loses a quarter of its orders without a word.</summary>
    private const string Bad = "v3";

    /// <summary>Kills that a release is left to its evidence for.</summary>
    private const int Patience = 5;

    private string stable = "v1";
    private string tried = "v1";
    private int kills;
    private bool isOrdered;

    public int Made { get; private set; }

    /// <summary>Before each life, without a controller: what rests is held, and orders wait.</summary>
    public async Task NextAsync()
    {
        var status = await StatusAsync();
        if (!IsOver(status))
        {
            if (kills++ >= Patience)
            {
                await OrderAsync(status);
            }

            return;
        }

        stable = await RunsAsync();
        tried = Made % 2 == 1 && stable != Bad ? Bad : stable == "v2" ? "v1" : "v2";
        (kills, isOrdered) = (0, false);
        Made++;

        // What is noted on the template makes a revision of its own of a version that was there before.
        await ground.ReleaseAsync(tried, earns: Made.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>While no controller works.</summary>
    public async Task CheckAsync() => invariants.Check(await ground.VersionsAsync(), stable, tried);

    /// <summary>Left to a controller that nobody kills, the last one comes to its end, whichever it is, and the fleet is as the record says.</summary>
    public async Task EndAsync(int pods)
    {
        var under = await ground.UntilAsync(status => IsOver(status) || IsOnTrial(status));
        await OrderAsync(under);
        var over = await ground.UntilAsync(IsOver);
        await ground.AllRunAsync((string?)over["phase"] == "Promoted" ? tried : stable, pods);
        await CheckAsync();
        Assert.Equal(Made, over["outcomes"]!.AsArray().Count + Math.Max(0, Made - 10));
    }

    private async Task OrderAsync(JsonObject status)
    {
        if (!isOrdered && IsOnTrial(status))
        {
            isOrdered = true;
            await ground.OrderAsync(tried == Bad ? "abort" : "promote", (string)status["canaryRevision"]!);
        }
    }

    private bool IsOnTrial(JsonObject status) => !IsOver(status) && (string?)status["phase"] is "WarmingUp" or "Judging" or "Held" && ((long?)status["evidence"]?["trial"] ?? 0) == Made;

    private bool IsOver(JsonObject status) =>
        (string?)status["phase"] is "Idle" or "Promoted" or "RolledBack" && ((long?)status["evidence"]?["trial"] ?? 0) == Made;

    private async Task<string> RunsAsync() => Assert.Single(await ground.VersionsAsync()).Key;

    private async Task<JsonObject> StatusAsync() => (JsonObject)(await ground.FindAsync(Kinds.Rollouts, "shop"))!["status"]!;
}
