using System.Diagnostics;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>The recipe of PIPELINES.md, taken from the page itself and run by a shell against a real controller.</summary>
public sealed class RecipeTests
{
    [Theory]
    [InlineData("bad-1", 10, "")]
    [InlineData("v2", 1, "undecided: ask a person")]
    [InlineData("v1", 0, "every node runs v1")]
    public async Task The_documented_script_ends_as_the_rollout_ends(string version, int code, string said)
    {
        await using var fleet = await RunningFleet.StartAsync("1s");
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", Script()]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["ROLLOUT_SERVER"] = fleet.Server;
        start.Environment["ROLLOUT_TOKEN_FILE"] = fleet.TokenFile;
        start.Environment["VERSION"] = version;
        start.Environment["COMMIT"] = "0efa803";
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);

        using var shell = Process.Start(start)!;
        var line = await shell.StandardOutput.ReadLineAsync(patience.Token);
        await shell.WaitForExitAsync(patience.Token);

        Assert.Equal((code, said), (shell.ExitCode, line ?? ""));
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Rollout.sln")))
        {
            folder = folder.Parent;
        }

        var page = File.ReadAllText(Path.Combine(folder.FullName, "controller", "Cli", "PIPELINES.md"));
        var from = page.IndexOf("```sh\n", StringComparison.Ordinal) + 6;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
