using System.Diagnostics;
using System.Globalization;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

/// <summary>A real process changes a fleet and is really killed; another goes on where it stopped.</summary>
[Collection(nameof(Processes))]
public sealed class KilledFleetTests
{
    private const string FleetText = """
        name: shop
        nodes:
        - {name: n1, address: "127.0.0.1:9001"}
        - {name: n2, address: "127.0.0.1:9002"}
        deploy: {command: [./deploy.sh, "{node}", "{version}"], timeout: 60s}
        status: {command: [./status.sh, "{node}"], timeout: 60s}
        drain: {command: [./drain.sh, "{node}"]}
        undrain: {command: [./undrain.sh, "{node}"]}
        spec:
          metrics:
          - name: dollars
            metric: {kind: Count, source: {scrape: {}}, selectors: {count: orders_total}}
        """;

    /// <summary>Steps that the commands of two nodes tell: drain, deploy and undrain, each with its beginning and end, deploy also half way.</summary>
    public static TheoryData<int> Steps => [.. Enumerable.Range(1, 14)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_the_next_controller_brings_every_node_home(int step)
    {
        using var shell = Fleet();
        await using var steps = Fifo(shell);
        using (var host = Start(shell))
        {
            using var reader = new StreamReader(steps, leaveOpen: true);
            for (var told = 0; told < step; told++)
            {
                Assert.NotNull(await reader.ReadLineAsync());
            }

            host.Kill();
            await host.WaitForExitAsync();
        }

        using var fleet = await OpenAsync(shell);
        var result = await fleet.EnsureEverywhereAsync("v2", default);
        Assert.False(result is EnsureResult.Failed, result.ToString());
        Assert.Equal(["v2", "v2"], shell.Versions);
        Assert.Empty(Directory.GetFiles(shell.Folder, "*.broken"));
        Assert.Empty(Directory.GetFiles(shell.Folder, "*.drained"));
        Assert.Empty(Directory.GetFiles(Path.Combine(shell.Folder, "rollout.db.changes")));
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureEverywhereAsync("v2", default));
    }

    [Fact]
    public async Task A_deploy_that_a_killed_controller_left_behind_is_ended_before_the_next()
    {
        using var shell = Fleet();
        shell.Script("deploy", "test $1 = n1 && ! test -e pid && { echo $$ > pid; echo hangs > steps; sleep 1000; }; echo $2 > $1.version");
        await using var steps = Fifo(shell);
        using (var host = Start(shell))
        {
            using var reader = new StreamReader(steps, leaveOpen: true);
            while (await reader.ReadLineAsync() != "hangs")
            {
            }

            // The deploy tells before its id is marked, at times, while the mark still names the drain: what is marked is what the next
            // controller can know.
            var mark = new ChangeMarks(Path.Combine(shell.Folder, "rollout.db.changes"));
            var deploy = int.Parse(await File.ReadAllTextAsync(Path.Combine(shell.Folder, "pid")), CultureInfo.InvariantCulture);
            while (mark.Of("n1")?.Command?.Id != deploy)
            {
                await Task.Yield();
            }

            host.Kill();
            await host.WaitForExitAsync();
        }

        var left = int.Parse(await File.ReadAllTextAsync(Path.Combine(shell.Folder, "pid")), CultureInfo.InvariantCulture);
        Assert.NotNull(ProcessIdentity.Of(left));
        using var fleet = await OpenAsync(shell);
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync("v2", default));
        Assert.Null(ProcessIdentity.Of(left));
        Assert.Equal(["v2", "v2"], shell.Versions);
    }

    private static ShellFleet Fleet()
    {
        var shell = new ShellFleet(2);
        File.WriteAllText(Path.Combine(shell.Folder, "fleet.yaml"), FleetText);
        shell.Script("status", "cat $1.version; test ! -e $1.broken");
        shell.Script("drain", "echo 1 > steps; touch $1.drained; echo 2 > steps");
        shell.Script("deploy", "echo 3 > steps; touch $1.broken; echo $2 > $1.version; echo 4 > steps; rm $1.broken; echo 5 > steps");
        shell.Script("undrain", "echo 6 > steps; rm -f $1.drained; echo 7 > steps");
        return shell;
    }

    /// <summary>Open at both ends, so that no command waits for a reader.</summary>
    private static FileStream Fifo(ShellFleet shell)
    {
        var path = Path.Combine(shell.Folder, "steps");
        using var make = Process.Start("mkfifo", path);
        make.WaitForExit();
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    private static Process Start(ShellFleet shell)
    {
        var start = new ProcessStartInfo("dotnet");
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Rollout.KillHost.dll"), "ensure", Path.Combine(shell.Folder, "fleet.yaml"), "v2" })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<HostFleet> OpenAsync(ShellFleet shell)
    {
        var bound = await FleetFileReader.ReadAsync(Path.Combine(shell.Folder, "fleet.yaml"), default);
        Assert.Empty(bound.Problems);
        return new HostFleet(bound.Value!, TimeProvider.System);
    }
}
