using System.Diagnostics;
using System.Text;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>
/// The recipes of PIPELINES.md, taken from the page itself: what each system would hand to a shell, or run as arguments, is run against a
/// real controller, with the variables that the system sets. The systems themselves are not there.
/// </summary>
public sealed class RecipeTests
{
    [Theory]
    [InlineData("bad-1", 10, "")]
    [InlineData("v2", 1, "undecided: ask a person")]
    [InlineData("v1", 0, "every node runs v1")]
    public async Task The_documented_script_ends_as_the_rollout_ends(string version, int code, string said)
    {
        await using var fleet = await RunningFleet.StartAsync("1s");
        var (exit, output, _) = await RunAsync(["/bin/sh", "-e", "-c", Recipes.Script], fleet, [("VERSION", version), ("COMMIT", "0efa803")]);
        Assert.Equal((code, said), (exit, output.Split('\n')[0]));
    }

    /// <summary>Promoted, rolled back, held for want of evidence: each with its code, and a reason that a person understands on stderr.</summary>
    [Theory]
    [InlineData("GitHub Actions")]
    [InlineData("GitLab CI")]
    [InlineData("Jenkins")]
    [InlineData("Tekton")]
    [InlineData("Argo Workflows")]
    public async Task Each_recipe_ends_its_job_as_the_rollout_ends(string system)
    {
        await using var fleet = await RunningFleet.StartAsync("1s");
        foreach (var (version, code, reason) in new[] { ("v1", 0, "every node runs"), ("bad-1", 10, "no such image"), ("v2", 11, "evidence") })
        {
            using var folder = new TemporaryFolder();
            var token = folder.Write("token", await File.ReadAllTextAsync(fleet.TokenFile));
            foreach (var step in Recipes.Of(system, version, fleet.Server, token, folder.Path))
            {
                var (exit, output, error) = await RunAsync(step.Command, fleet, step.Variables);
                var expected = step.IsLast ? code : 0;
                Assert.True(expected == exit, $"{system}, {version}: {exit} instead of {expected}\n{error}{output}");
                Assert.True(!step.IsLast || error.Contains(reason, StringComparison.Ordinal), $"{system}, {version}: no '{reason}' in\n{error}");
            }
        }

        // Each recipe sends the commit along, and no recipe the token as an argument.
        Assert.Equal("v2", (await fleet.UntilKeptAsync(r => r.Key.Revision == "v2" && r.Commit == Recipes.Commit)).Key.Revision);
    }

    [Fact]
    public void Every_system_of_the_page_is_tried() => Assert.Equal(
        ["GitHub Actions", "GitLab CI", "Jenkins", "Tekton", "Argo Workflows"], Recipes.Systems);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(
        IReadOnlyList<string> command, RunningFleet fleet, IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["ROLLOUT_SERVER"] = fleet.Server;
        start.Environment["ROLLOUT_TOKEN_FILE"] = fleet.TokenFile;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        using var process = Process.Start(start)!;
        var (output, error) = (ReadAsync(process.StandardOutput, patience.Token), ReadAsync(process.StandardError, patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            Assert.True(text.Length < 1_000_000, "it writes without end");
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
