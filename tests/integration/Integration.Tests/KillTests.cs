using System.Text.Json;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Sqlite;

namespace Rollout.Integration.Tests;

public sealed class KillTests
{
    private const int Kills = 50;
    private static readonly RolloutKey Key = new("default", "shop");

    /// <summary>Of the wait for a controller to record something: at rest there is nothing to record.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Only fails. Alone the test takes a minute and a half.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task Killed_at_fifty_random_moments_a_rollout_goes_on_with_its_stage_and_its_evidence()
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var random = new Random(20261121);
        await using var fleet = new KilledFleet();
        await fleet.StartAsync(limit.Token);
        fleet.StartController();
        var version = "v2";
        RolloutRecord? last = null;
        try
        {
            await WantedAsync(fleet, version, limit.Token);
            for (var kill = 0; kill < Kills; kill++)
            {
                await WorkingAsync(fleet, last, random, limit.Token);
                await fleet.KillControllerAsync(limit.Token);
                var now = await ReadAsync(fleet.State, limit.Token);
                if (now is not null)
                {
                    await HoldsAsync(fleet, last, now);
                    last = now;
                }

                fleet.StartController();
                if (now?.Progress is { Phase: Phase.Promoted, CanaryRevision: null } done && done.StableRevision == version)
                {
                    version = version == "v2" ? "v1" : "v2";
                    await WantedAsync(fleet, version, limit.Token);
                }
            }

            // Left alone, it comes to an end.
            var end = await EndAsync(fleet, limit.Token);
            var promoted = end.Progress.Phase == Phase.Promoted;
            Assert.True(promoted ? end.Progress.StableRevision == version : end.Progress.RefusedRevisions[0].Revision == version, Told(end));
            Assert.True(end.Version >= last!.Version && end.Progress.Trial >= 2, $"too little came to pass between {Kills} kills: {Told(end)}");
            foreach (var node in KilledFleet.Nodes)
            {
                Assert.Equal(end.Progress.StableRevision, (await fleet.CountedAsync(node)).Version);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"not over after {Patience}, {version} was wanted. {Told(await ReadAsync(fleet.State, CancellationToken.None))}");
        }
    }

    /// <summary>
    /// Half of them die while they start, the others a moment after they have recorded something, which takes a slow machine longer and leaves as much
    /// to be lost.
    /// </summary>
    private static async Task WorkingAsync(KilledFleet fleet, RolloutRecord? before, Random random, CancellationToken cancellation)
    {
        var (starting, writes, later) = (random.Next(2) == 0, random.Next(1, 3), random.Next(50, 900));
        var begun = TimeProvider.System.GetTimestamp();
        while (!starting && TimeProvider.System.GetElapsedTime(begun) < Longest
            && (await ReadAsync(fleet.State, cancellation))?.Version is var now && !(now >= (before?.Version ?? 0) + writes))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(later), TimeProvider.System, cancellation);
    }

    /// <summary>Whichever the evidence asks for: the test is not about that.</summary>
    private static async Task<RolloutRecord> EndAsync(KilledFleet fleet, CancellationToken cancellation)
    {
        RolloutRecord? end = null;
        await KilledFleet.UntilAsync(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
            end = await ReadAsync(fleet.State, cancellation);
            return end?.Progress.Phase is Phase.Promoted or Phase.RolledBack;
        }, cancellation);
        return end!;
    }

    private static string Told(RolloutRecord? record) => record is null ? "Nothing was recorded"
        : $"Recorded is write {record.Version}: {record.Progress.Phase} since {record.Progress.Since:O}, {record.Progress.Reason}: {record.Progress.Message}; trial {record.Progress.Trial}, "
            + $"stage {record.Progress.Stage}, {string.Join(", ", record.Progress.Outcomes.Select(o => $"{o.Result} {o.Revision}: {o.Reason} {o.Message}"))}; evidence {JsonSerializer.Serialize(record.Evidence)}";

    /// <summary>What must be true after every kill, compared with what was true after the one before.</summary>
    private static async Task HoldsAsync(KilledFleet fleet, RolloutRecord? before, RolloutRecord now)
    {
        if (before is not null)
        {
            Assert.True(now.Version >= before.Version, "a recorded pass was lost");
            Assert.True(now.Progress.Trial >= before.Progress.Trial, "a trial was forgotten");
            Assert.Equal(now.Progress.Outcomes.Distinct().Count(), now.Progress.Outcomes.Count);
            Assert.Equal(now.Progress.Outcomes.Select(o => o.StartedAt).Distinct().Count(), now.Progress.Outcomes.Count);
            HoldsTransitions(before, now);
        }

        if (before is not null && before.EvidenceTrial == now.EvidenceTrial && now.EvidenceTrial > 0)
        {
            var (was, has) = (before.Evidence["dollars"], now.Evidence["dollars"]);
            Assert.True(has.Buckets >= was.Buckets && has.CanaryEvents >= was.CanaryEvents && has.FleetEvents >= was.FleetEvents, "evidence was lost");
            Assert.True(has.LastEnd >= was.LastEnd || was.LastEnd is null, "evidence went back in time");
            Assert.True(before.Progress.Stage is null || now.Progress.Stage is null || now.Progress.Stage.Index >= before.Progress.Stage.Index, "a stage was forgotten");
        }

        if (now.Progress is { Phase: Phase.Judging or Phase.WarmingUp or Phase.Held, Stage: { } stage, CanaryRevision: { } canary })
        {
            await CountedOnceAsync(fleet, now, stage.Nodes, canary);
        }
    }

    /// <summary>A condition whose status stayed keeps its transition time, whoever published it; and no time goes back.</summary>
    private static void HoldsTransitions(RolloutRecord before, RolloutRecord now)
    {
        var stays = before.Progress.Trial == now.Progress.Trial && before.Progress.Phase.HoldsCanaries() && now.Progress.Phase.HoldsCanaries();
        foreach (var was in before.Conditions)
        {
            var has = now.Conditions.Single(c => c.Type == was.Type);
            Assert.True(has.LastTransitionTime >= was.LastTransitionTime, $"{was} became {has}");
            Assert.True(has.Status == was.Status || has.LastTransitionTime > was.LastTransitionTime, $"{was} became {has}");
            Assert.True(!stays || was.Type != ConditionTypes.Progressing || has.LastTransitionTime == was.LastTransitionTime, $"{was} became {has}");
        }
    }

    /// <summary>The shops' own counters are the truth: more counted orders than they have would be a bucket counted twice.</summary>
    private static async Task CountedOnceAsync(KilledFleet fleet, RolloutRecord now, int stageNodes, string canary)
    {
        var (truth, running) = (0d, 0);
        foreach (var node in KilledFleet.Nodes)
        {
            var (orders, version) = await fleet.CountedAsync(node);
            running += version == canary ? 1 : 0;
            truth += now.Progress.CanaryNodes.Contains(node) ? orders : 0;
        }

        Assert.True(running <= stageNodes, $"{running} nodes run {canary} in a stage of {stageNodes}");
        Assert.True(now.Evidence["dollars"].CanaryEvents <= truth, $"{now.Evidence["dollars"].CanaryEvents} orders were counted of {truth}");
    }

    private static Task WantedAsync(KilledFleet fleet, string version, CancellationToken cancellation) =>
        KilledFleet.UntilAsync(() => fleet.WantAsync(version), cancellation);

    /// <summary>Null: nothing was ever recorded.</summary>
    private static async Task<RolloutRecord?> ReadAsync(string state, CancellationToken cancellation)
    {
        if (!File.Exists(state))
        {
            return null;
        }

        var opened = SqliteRecorder.Open(state, new SqliteRecorderOptions { Exclusive = false }, TimeProvider.System);
        await using var recorder = Assert.IsType<OpenResult.Opened>(opened).Recorder;
        return await recorder.ReadAsync(Key, cancellation) switch
        {
            Observed<RolloutRecord>.Known known => known.Value,
            Observed<RolloutRecord>.Unreadable unreadable => throw new InvalidOperationException(unreadable.Reason),
            _ => null,
        };
    }
}
