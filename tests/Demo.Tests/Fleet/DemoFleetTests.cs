using System.Diagnostics;
using System.Globalization;
using Rollout.Api;
using Rollout.Demo.Fleet;
using Rollout.Demo.Processes;
using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Planning;

namespace Rollout.Demo.Tests.Fleet;

/// <summary>The demo's fleet file and scripts in the hands of the ordinary host fleet, with real shops.</summary>
public sealed class DemoFleetTests : IAsyncLifetime
{
    private readonly DemoFloor floor = new();
    private IReadOnlyList<DemoNode> nodes = [];
    private FleetFile? file;

    public async Task InitializeAsync()
    {
        var ports = FreePorts.Find(2);
        nodes = [new DemoNode("n1", ports[0]), new DemoNode("n2", ports[1])];
        await DemoScripts.WriteAsync(floor.Folder, nodes, [DemoFloor.Host], Environment.ProcessId, floor.Deadline.Token);
        var path = Path.Combine(floor.Folder, "fleet.yaml");
        await File.WriteAllTextAsync(path, DemoFleetFile.Write(nodes));
        var read = await FleetFileReader.ReadAsync(path, floor.Deadline.Token);
        Assert.Empty(read.Problems);
        file = read.Value!;
    }

    public async Task DisposeAsync()
    {
        await SayAsync("./stop.sh");
        await floor.DisposeAsync();
    }

    [Fact]
    public void Is_read_without_a_problem_and_says_what_the_contract_promises()
    {
        var spec = file!.Spec;
        Assert.Equal(["n1", "n2"], file.Nodes.Select(n => n.Name));
        Assert.Equal([0.20m, 0.20m], spec.Stages.Select(s => s.Tolerance!.Value));
        Assert.Equal((TimeSpan.FromSeconds(3), 0.001m, 0.05m), (spec.WarmUp, spec.ErrorRates.FalseRollback, spec.ErrorRates.FalsePromotion));
        var metric = Assert.Single(spec.Metrics);
        Assert.Equal((MetricRole.Objective, MetricKind.Revenue, TimeSpan.FromSeconds(1)), (metric.Role, metric.Metric!.Kind, metric.Metric.Interval));
        Assert.Equal(("shop_orders_total", "shop_order_value_dollars"), (metric.Metric.Selectors.Count, metric.Metric.Selectors.ValueBuckets));
        var probe = Assert.Single(spec.Probes).Probe!;
        Assert.Equal(12, probe.Steps.Count);
        Assert.All(probe.Steps, s => Assert.Equal("rollout", s.Http.Headers["X-Synthetic"]));
        Assert.Equal("/basket/{{ basket }}/checkout", probe.Steps[1].Http.Path);
    }

    [Fact]
    public async Task The_host_fleet_deploys_rolls_back_and_sees_what_runs()
    {
        using var fleet = new HostFleet(file!, TimeProvider.System);
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v1", floor.Deadline.Token));
        Assert.Equal(["v1", "v1"], await RevisionsAsync(fleet));
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureCanariesAsync("v3", "v1", ["n2"], floor.Deadline.Token));
        Assert.Equal(["v1", "v3"], await RevisionsAsync(fleet));
        Assert.Equal(1, (await floor.MetricsAsync(nodes[1].Port))["shop_info{version=\"v3\",node=\"n2\"}"]);
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureCanariesAsync("v3", "v1", ["n2"], floor.Deadline.Token));
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v1", floor.Deadline.Token));
        Assert.Equal(["v1", "v1"], await RevisionsAsync(fleet));
        Assert.False(File.Exists(Path.Combine(floor.Folder, "n2.out")));
    }

    [Fact]
    public async Task Deploying_what_runs_already_leaves_the_process_alone_and_a_broken_off_attempt_is_cleared_away()
    {
        Assert.Equal("", await SayAsync("./deploy.sh", "n1", "v1"));
        var pid = await File.ReadAllTextAsync(Path.Combine(floor.Folder, "n1.pid"));
        Assert.Equal("", await SayAsync("./deploy.sh", "n1", "v1"));
        Assert.Equal(pid, await File.ReadAllTextAsync(Path.Combine(floor.Folder, "n1.pid")));

        // As if deploy.sh had been killed between starting the shop and its readiness: the port is taken, nothing says by whom but the pid.
        File.Delete(Path.Combine(floor.Folder, "n1.ready"));
        Assert.Equal("no shop serves on n1", await SayAsync("./status.sh", "n1"));
        Assert.Equal("", await SayAsync("./deploy.sh", "n1", "v2"));
        Assert.Null(RunningProcess.Of(int.Parse(pid, CultureInfo.InvariantCulture)));
        Assert.Equal("v2", await SayAsync("./status.sh", "n1"));
    }

    [Fact]
    public async Task A_version_or_node_that_is_not_there_is_refused_with_the_known_ones_and_what_runs_goes_on()
    {
        await SayAsync("./deploy.sh", "n1", "v1");
        Assert.Equal("unknown version v9: known are v1 v2 v3 v4", await SayAsync("./deploy.sh", "n1", "v9"));
        Assert.Equal("no node n9: known are n1, n2", await SayAsync("./status.sh", "n9"));
        Assert.Equal("v1", await SayAsync("./status.sh", "n1"));
    }

    [Fact]
    public async Task A_shop_that_was_killed_is_seen_as_gone()
    {
        await SayAsync("./deploy.sh", "n1", "v1");
        var pid = (await File.ReadAllTextAsync(Path.Combine(floor.Folder, "n1.pid"))).Trim();
        Assert.Equal("", await SayAsync("/bin/kill", "-KILL", pid));
        await floor.UntilAsync(async () => await SayAsync("./status.sh", "n1") == "no shop serves on n1");
    }

    private async Task<IReadOnlyList<string?>> RevisionsAsync(HostFleet fleet)
    {
        var seen = Assert.IsType<Observed<FleetState>.Known>(await fleet.ObserveAsync(floor.Deadline.Token));
        Assert.All(seen.Value.Nodes, n => Assert.True(n.Ready, n.Trouble));
        return [.. seen.Value.Nodes.Select(n => n.Revision)];
    }

    /// <summary>Runs a script and returns its first line, of stdout or else of stderr.</summary>
    private async Task<string> SayAsync(params string[] command)
    {
        var start = new ProcessStartInfo(Path.Combine(floor.Folder, command[0]), command.Skip(1))
        {
            WorkingDirectory = floor.Folder, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadLineAsync(floor.Deadline.Token) ?? await process.StandardError.ReadLineAsync(floor.Deadline.Token);
        await process.WaitForExitAsync(floor.Deadline.Token);
        return said ?? "";
    }
}
