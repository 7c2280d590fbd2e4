using System.Diagnostics;
using System.Globalization;
using System.Net;
using Rollout.Api;
using Rollout.Demo.Fleet;
using Rollout.Demo.Processes;
using Rollout.Demo.Shop;
using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Metrics.Scraping;
using Rollout.Planning;
using Rollout.Probes;

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
        Assert.All(probe.Steps, s => Assert.Equal("rollout", s.Http!.Headers["X-Synthetic"]));
        Assert.Equal("/basket/{{ basket }}/checkout", probe.Steps[1].Http!.Path);
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

    [Fact]
    public async Task A_process_that_got_the_id_of_an_old_shop_is_left_alone()
    {
        using var stranger = Process.Start(new ProcessStartInfo("sh", ["-c", "read line"]) { RedirectStandardInput = true })!;
        await File.WriteAllTextAsync(Path.Combine(floor.Folder, "n1.pid"), $"{stranger.Id}\n");
        await File.WriteAllTextAsync(Path.Combine(floor.Folder, "n1.ready"), $"{stranger.Id} v3\n");
        Assert.Equal("", await SayAsync("./deploy.sh", "n1", "v1"));
        Assert.Equal("v1", await SayAsync("./status.sh", "n1"));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task The_guard_ends_its_command_with_its_input_and_passes_the_exit_code_on()
    {
        using var guard = Process.Start(new ProcessStartInfo(Path.Combine(floor.Folder, "guard.sh"), [Path.Combine(floor.Folder, "log"), "sh", "-c", "echo said; exit 3"])
        {
            RedirectStandardInput = true,
        })!;
        Assert.Equal(3, await floor.CodeAsync(guard));
        Assert.Equal("said\n", await File.ReadAllTextAsync(Path.Combine(floor.Folder, "log")));

        var port = nodes[0].Port.ToString(CultureInfo.InvariantCulture);
        var ready = Path.Combine(floor.Folder, "guarded.ready");
        using var guarding = Process.Start(new ProcessStartInfo(Path.Combine(floor.Folder, "guard.sh"),
            [Path.Combine(floor.Folder, "log"), DemoFloor.Host, "demo-shop", "--node", "n1", "--port", port, "--ready-file", ready])
        {
            RedirectStandardInput = true,
        })!;
        await floor.AppearedAsync(ready);
        guarding.StandardInput.Close();
        Assert.Equal(0, await floor.CodeAsync(guarding));
        Assert.True(FreePorts.IsFree(new IPEndPoint(IPAddress.Loopback, nodes[0].Port)));
    }

    [Theory]
    [InlineData("v1", null)]
    [InlineData("v3", null)]
    [InlineData("v4", "pay for honey")]
    public async Task The_acceptance_probe_passes_on_every_version_but_v4_where_it_names_the_step(string version, string? failing)
    {
        await SayAsync("./deploy.sh", "n1", version);
        var runner = new ProbeRunner(TimeProvider.System);
        var probe = file!.Spec.Probes[0].Probe! with { Timeout = TimeSpan.FromSeconds(30) };
        var result = await runner.RunAsync(probe, new Uri($"http://127.0.0.1:{nodes[0].Port}"), floor.Deadline.Token);
        Assert.Equal(failing, result.Failure?.Step);
        var metrics = await floor.MetricsAsync(nodes[0].Port);
        Assert.Equal(0, metrics["shop_orders_total"]);
        Assert.Equal(0, metrics["shop_sessions_assigned_total"]);
    }

    [Fact]
    public async Task The_controllers_own_scraper_reads_exactly_the_orders_of_a_bucket()
    {
        await SayAsync("./deploy.sh", "n1", "v1");
        using var http = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));
        var metrics = file!.Spec.Metrics.ToDictionary(m => m.Name, m => m.Metric!);
        var session = new ScrapeSession(metrics, http, TimeProvider.System);
        var target = new ScrapeTarget("n1", new Uri($"http://127.0.0.1:{nodes[0].Port}"));
        var first = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await session.ReadAsync([target], new HashSet<string>(), first, floor.Deadline.Token);
        var customer = new ShopClient(floor.Client, nodes[0].Port);
        await customer.BuyAsync("tea", 20m);
        await customer.BuyAsync("mug", 3.5m);
        var read = await session.ReadAsync([target], new HashSet<string>(), first.AddSeconds(1), floor.Deadline.Token);
        var measure = Assert.IsType<MetricRead.Data>(read["dollars"]).Buckets.Single().Nodes["n1"];
        Assert.Equal((2, 23.5, 0), (measure.Count, measure.Sum, measure.Traffic));
        Assert.Equal(2, measure.ValueCounts!.Sum());
        Assert.Equal(ShopCounters.ValueBounds, session.Bins("dollars")!.UpperBounds.Where(double.IsFinite));
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
