using Rollout.Fleets.Hosts;
using Rollout.Planning;
using Rollout.Support;

namespace Rollout.Fleets.Tests.Hosts;

[Collection(nameof(Processes))]
public sealed class HostFleetTests
{
    [Fact]
    public async Task Every_node_is_seen_with_its_version_or_its_trouble()
    {
        using var shell = new ShellFleet(5);
        shell.Script("status", """
            case $1 in
              n1) echo v1;;
              n2) echo v1; echo warming up >&2; exit 1;;
              n3) exit 0;;
              n4) echo "connection refused"; exit 7;;
              n5) head -c 200000000 /dev/zero;;
            esac
            """);
        using var fleet = shell.Open();
        var state = await ObserveAsync(fleet);
        Assert.Equal(
            [
                new ObservedNode("n1", "v1", true),
                new ObservedNode("n2", "v1", false, "status exited 1: v1\nwarming up"),
                new ObservedNode("n3", null, false, "status exited 0 and printed no version"),
                new ObservedNode("n4", null, false, "status exited 7: connection refused"),
                new ObservedNode("n5", null, false, "status printed 200000000 bytes where a version was expected"),
            ],
            state.Nodes);
        Assert.Null(state.DeployFailure);
    }

    [Fact]
    public async Task Only_the_canary_gets_the_revision_and_a_second_time_nothing_happens()
    {
        using var shell = new ShellFleet();
        using var fleet = shell.Open();
        Assert.Equal(["n2"], Assert.IsType<EnsureResult.Changed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default)).Nodes);
        Assert.Equal(["v1", "v2", "v1"], shell.Versions);
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.Equal(["deploy n2 v2"], shell.Log);
    }

    [Fact]
    public async Task Nodes_go_back_to_stable_before_others_get_the_canary()
    {
        using var shell = new ShellFleet();
        shell.Version("n1", "v2");
        using var fleet = shell.Open();
        var result = await fleet.EnsureCanariesAsync("v2", "v1", ["n3"], default);
        Assert.Equal(["n1", "n3"], Assert.IsType<EnsureResult.Changed>(result).Nodes);
        Assert.Equal(["deploy n1 v1", "deploy n3 v2"], shell.Log);
    }

    [Fact]
    public async Task A_node_that_cannot_go_back_keeps_the_canary_closed()
    {
        using var shell = new ShellFleet();
        shell.Version("n1", "v2");
        shell.Script("deploy", "echo \"deploy $1 $2\" >> log; test $1 != n1 || exit 5; echo $2 > $1.version");
        using var fleet = shell.Open();
        Assert.Equal("n1", Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n3"], default)).Node);
        Assert.Equal(["deploy n1 v1"], shell.Log);
    }

    [Fact]
    public async Task Everywhere_means_every_node_in_the_files_order()
    {
        using var shell = new ShellFleet();
        shell.Version("n2", "v2");
        using var fleet = shell.Open();
        Assert.Equal(["n1", "n3"], Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v2", default)).Nodes);
        Assert.Equal(["deploy n1 v2", "deploy n3 v2"], shell.Log);
        Assert.Equal(["v2", "v2", "v2"], shell.Versions);
    }

    [Fact]
    public async Task Never_more_than_the_files_parallel_at_once_and_all_of_it_used()
    {
        using var shell = new ShellFleet(6) { Parallel = 2 };

        // Each waits until a second one is there too, so that fewer than two at once would not end; mkdir counts exactly.
        shell.Script("deploy", """
            mkdir "in.$1"
            ls -d in.* | wc -l >> counts
            while test $(cat begun 2>/dev/null | wc -l) -lt 1 && test $(ls -d in.* | wc -l) -lt 2; do sleep 0.01; done
            echo x >> begun
            echo "$2" > "$1.version"
            rmdir "in.$1"
            """);
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.All(File.ReadAllLines(Path.Combine(shell.Folder, "counts")), c => Assert.InRange(int.Parse(c, null), 1, 2));
    }

    [Fact]
    public async Task A_failed_deploy_is_told_with_its_output_and_stops_the_rest()
    {
        using var shell = new ShellFleet();
        shell.Script("deploy", "echo \"deploy $1\" >> log; echo 'disk full, token=abc123' >&2; exit 28");
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.Equal(("n1", "deploy exited 28: disk full, token=[redacted]"), (failed.Node, failed.Reason));
        Assert.Equal(["deploy n1"], shell.Log);
        Assert.Equal(new DeployFailure("n1", "v2", failed.Reason), (await ObserveAsync(fleet)).DeployFailure);
    }

    [Fact]
    public async Task A_failed_change_is_not_repeated_at_every_pass_and_others_get_their_turn_first()
    {
        using var shell = new ShellFleet();
        shell.Script("deploy", "echo \"deploy $1\" >> log; test $1 != n1 || exit 1; echo $2 > $1.version");
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var fleet = shell.Open(time);
        Assert.IsType<EnsureResult.Failed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.IsType<EnsureResult.Failed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.Equal(["deploy n1", "deploy n2", "deploy n3"], shell.Log);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<EnsureResult.Failed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.Equal(["deploy n1", "deploy n2", "deploy n3", "deploy n1"], shell.Log);
    }

    [Fact]
    public async Task A_new_target_forgets_the_failure()
    {
        using var shell = new ShellFleet();
        shell.Script("deploy", "test $2 != v2 || exit 1; echo $2 > $1.version");
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n1"], default));
        Assert.NotNull((await ObserveAsync(fleet)).DeployFailure);
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v3", default));
        Assert.Null((await ObserveAsync(fleet)).DeployFailure);
    }

    [Fact]
    public async Task A_deploy_whose_version_does_not_appear_has_failed()
    {
        using var shell = new ShellFleet { DeployTimeout = TimeSpan.FromMilliseconds(300) };
        shell.Script("deploy", "exit 0");
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n1"], default));
        Assert.Equal("deploy exited 0, but the node was not ready on v2 within 300ms: status still prints v1", failed.Reason);
    }

    [Fact]
    public async Task A_deploy_may_take_a_few_looks_until_the_node_is_ready()
    {
        using var shell = new ShellFleet();
        shell.Script("status", "echo x >> looks; cat $1.version; test $(cat $1.version) = v1 || test $(wc -l < looks) -ge 6");
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n1"], default));
    }

    [Fact]
    public async Task A_hanging_deploy_is_killed_and_told()
    {
        using var shell = new ShellFleet { DeployTimeout = TimeSpan.FromMilliseconds(300) };
        shell.Script("deploy", "echo connecting; sleep 1000");
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n1"], default));
        Assert.StartsWith("deploy did not end within 300ms and was killed", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_canary_is_refused_with_the_nodes_there_are()
    {
        using var shell = new ShellFleet();
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n9"], default));
        Assert.Equal(("n9", "the fleet has no such node; it has n1, n2, n3"), (failed.Node, failed.Reason));
    }

    [Theory]
    [InlineData("-rf")]
    [InlineData("v2; reboot")]
    [InlineData("")]
    public async Task A_version_that_is_none_reaches_no_command(string version)
    {
        using var shell = new ShellFleet();
        using var fleet = shell.Open();
        Assert.Contains("is no version", Assert.IsType<EnsureResult.Failed>(await fleet.EnsureEverywhereAsync(version, default)).Reason, StringComparison.Ordinal);
        Assert.Empty(shell.Log);
    }

    [Fact]
    public async Task A_node_is_taken_out_of_traffic_and_put_back()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        using var fleet = shell.Open();
        await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default);
        Assert.Equal(["drain n2", "deploy n2 v2", "undrain n2"], shell.Log);
    }

    [Fact]
    public async Task After_a_failed_deploy_a_node_that_still_serves_goes_back_into_traffic()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        shell.Script("deploy", "exit 1");
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.Equal(["drain n2", "undrain n2"], shell.Log);
        Assert.True((await ObserveAsync(fleet)).Nodes[1].Ready);
    }

    [Fact]
    public async Task After_a_failed_deploy_a_node_that_is_not_ready_stays_out_until_it_is_back_on_stable()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        shell.Script("deploy", "test $2 != v2 && { echo $2 > $1.version; rm -f $1.broken; exit 0; }; touch $1.broken; exit 1");
        shell.Script("status", "cat $1.version; test ! -e $1.broken");
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.EndsWith("; it is not ready and was left out of traffic", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(["drain n2"], shell.Log);
        Assert.False((await ObserveAsync(fleet)).Nodes[1].Ready);

        // It still says v1: without the mark it would be taken for a node on stable that is none of our business.
        Assert.Equal(["n2"], Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v1", default)).Nodes);
        Assert.Equal(["drain n2", "drain n2", "undrain n2"], shell.Log);
        Assert.True((await ObserveAsync(fleet)).Nodes[1].Ready);
    }

    [Fact]
    public async Task A_failed_drain_begins_no_deploy()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        shell.Script("drain", "echo balancer gone; exit 2");
        using var fleet = shell.Open();
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.Equal("drain exited 2: balancer gone", failed.Reason);
        Assert.Equal(["v1", "v1", "v1"], shell.Versions);
    }

    [Fact]
    public async Task A_failed_undrain_is_made_up_for_by_the_next_pass_without_another_deploy()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        shell.Script("undrain", "echo \"undrain $1\" >> log; test -e mended");
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var fleet = shell.Open(time);
        var failed = Assert.IsType<EnsureResult.Failed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.Equal("runs v2, but is still out of traffic: undrain exited 1, without a word", failed.Reason);
        var seen = (await ObserveAsync(fleet)).Nodes[1];
        Assert.Equal(("v2", false, "out of traffic for the change to v2"), (seen.Revision, seen.Ready, seen.Trouble));
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "mended"), "");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n2"], default));
        Assert.Equal(["drain n2", "deploy n2 v2", "undrain n2", "undrain n2"], shell.Log);
    }

    [Fact]
    public async Task A_node_that_an_operator_took_out_is_left_out()
    {
        using var shell = new ShellFleet { Drains = true }.WithDrains();
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureEverywhereAsync("v1", default));
        Assert.Empty(shell.Log);
    }

    [Fact]
    public async Task A_node_on_its_version_that_is_not_ready_is_not_restarted()
    {
        using var shell = new ShellFleet();
        shell.Script("status", "cat $1.version; exit 1");
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureEverywhereAsync("v1", default));
        Assert.Empty(shell.Log);
    }

    [Fact]
    public async Task A_status_that_fails_once_restarts_no_node_that_was_right()
    {
        using var shell = new ShellFleet();
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var fleet = shell.Open(time);
        await ObserveAsync(fleet);
        shell.Script("status", "exit 255");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureEverywhereAsync("v1", default));
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureCanariesAsync("v2", "v1", [], default));
        Assert.Empty(shell.Log);
    }

    [Fact]
    public async Task Beside_a_canary_a_node_that_never_answered_is_left_alone()
    {
        using var shell = new ShellFleet();
        shell.Script("status", "test $1 != n3 && cat $1.version");
        using var fleet = shell.Open();
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureCanariesAsync("v2", "v1", ["n1"], default));
        Assert.Equal(["deploy n1 v2"], shell.Log);
    }

    private static async Task<FleetState> ObserveAsync(HostFleet fleet) =>
        Assert.IsType<Observed<FleetState>.Known>(await fleet.ObserveAsync(default)).Value;
}
