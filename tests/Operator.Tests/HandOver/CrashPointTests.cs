using Xunit.Abstractions;
using WorkloadKind = Rollout.Fleets.Kubernetes.WorkloadKind;

namespace Rollout.Operator.Tests.HandOver;

/// <summary>
/// A leader dies at a write, of its record or of the cluster, and another goes on from what it left: at every write there is. The clock moves when
/// told and nothing works beside the test, so these are all the moments there are: between two writes a leader only reads.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    public static TheoryData<WorkloadKind> Kinds => [.. Enum.GetValues<WorkloadKind>()];

    /// <summary>One death in a story, before the first write, before the second, and so on; a write that was carried out and not answered is the moment before the next.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_leader_that_dies_before_any_write_leaves_what_the_next_one_brings_to_the_same_end_with_the_same_actions(WorkloadKind kind)
    {
        var (_, actions, writes) = await EndAsync(kind, (_, _) => false);
        output.WriteLine($"{kind}: {writes} writes, {actions} actions");
        Assert.InRange(writes, 30, 100);
        for (var last = 1; last <= writes; last++)
        {
            var number = last;
            var end = await EndAsync(kind, (write, carriedOut) => write == number && !carriedOut);
            Assert.Equal((number, 1, actions), (number, end.Deaths, end.Actions));
        }
    }

    /// <summary>
    /// No leader gets further than two writes, and never hears what became of the second. (With one none would get anywhere: what is irreversible is
    /// preceded by a write that changes nothing and is refused where the world has moved.)
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Leaders_of_whom_none_lives_for_more_than_two_writes_come_to_the_same_end_with_the_same_actions(WorkloadKind kind)
    {
        var (_, actions, _) = await EndAsync(kind, (_, _) => false);
        var end = await EndAsync(kind, (write, carriedOut) => carriedOut && write % 2 == 0);
        output.WriteLine($"{kind}: {end}");
        Assert.Equal(actions, end.Actions);
        Assert.True(end.Deaths > 15, $"too few deaths: {end}");
    }

    /// <summary>The resourceVersion that it had read is the fence: what a leader writes that slept through its term is refused, or nobody wrote in between.</summary>
    [Fact]
    public async Task A_record_of_a_leader_that_was_taken_for_dead_and_only_slept_is_refused()
    {
        var (_, actions, _) = await EndAsync(WorkloadKind.Deployment, (_, _) => false);
        var slept = 1;
        for (var deaths = 1; deaths == 1; slept++)
        {
            var end = await EndAsync(WorkloadKind.Deployment, (_, _) => false, sleeps: slept);
            Assert.Equal((slept, actions), (slept, end.Actions));
            deaths = end.Deaths;
        }

        Assert.InRange(slept, 20, 60);
    }

    /// <summary>The whole story, and what it ends with.</summary>
    private static async Task<(int Deaths, int Actions, int Writes)> EndAsync(WorkloadKind kind, Func<int, bool, bool> dies, int? sleeps = null)
    {
        await using var world = await CrashWorld.StartAsync(kind, dies);
        world.Sleeps = sleeps;
        await world.PlayAsync();
        var status = world.Status();
        Assert.Equal(["RolledBack", "Promoted"], status["outcomes"]!.AsArray().Select(o => (string?)o!["result"]));
        Assert.Equal("HarmProven", (string?)Assert.Single(status["refusedRevisions"]!.AsArray())!["reason"]);
        Assert.Equal(2, world.Invariants.Trials);
        Assert.Empty(world.Server.Forbidden);
        return (world.Deaths, world.Invariants.Actions, world.Writes);
    }
}
