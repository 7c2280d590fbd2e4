using System.Diagnostics;
using Rollout.Cli.Tests.Pipeline;
using Rollout.Support;

namespace Rollout.Cli.Tests;

/// <summary>Through the real kubectl: it looks for kubectl-rollout_staggered on the PATH and runs it.</summary>
public sealed class KubectlPluginTests
{
    [Fact]
    public async Task Kubectl_runs_rollout_as_its_plugin_with_arguments_output_and_exit_code()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "kubectl-rollout_staggered"), Path.Combine(AppContext.BaseDirectory, "rollout"));

        // The controller may have yet to look at its hosts for the first time.
        const string Idle = "default/shop: Idle on v1";
        var began = TimeProvider.System.GetTimestamp();
        (int Code, string? First) told;
        do
        {
            told = await KubectlAsync(folder.Path, "status", "shop", "--server", fleet.Server);
        }
        while (told.First?.StartsWith(Idle, StringComparison.Ordinal) != true && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60));

        Assert.StartsWith(Idle, told.First, StringComparison.Ordinal);
        Assert.Equal(0, told.Code);
        Assert.Equal(15, (await KubectlAsync(folder.Path, "status", "nope", "--server", fleet.Server)).Code);
    }

    private static async Task<(int Code, string? First)> KubectlAsync(string path, params string[] args)
    {
        var start = new ProcessStartInfo("kubectl", ["rollout-staggered", .. args]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = path + ":" + Environment.GetEnvironmentVariable("PATH");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        using var kubectl = Process.Start(start)!;
        var first = await kubectl.StandardOutput.ReadLineAsync(patience.Token);
        while (await kubectl.StandardOutput.ReadLineAsync(patience.Token) is not null)
        {
            // To the end, so that it is not stopped by a full pipe.
        }

        await kubectl.WaitForExitAsync(patience.Token);
        return (kubectl.ExitCode, first);
    }
}
