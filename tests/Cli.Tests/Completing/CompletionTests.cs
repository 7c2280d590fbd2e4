using System.Diagnostics;
using Rollout.Cli.Completing;

namespace Rollout.Cli.Tests.Completing;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "abort backtest completion")]
    [InlineData("st", "start status")]
    [InlineData("start shop --co", "--commit --committed-at --context")]
    [InlineData("status shop --output y", "yaml")]
    [InlineData("completion z", "zsh")]
    [InlineData("frob", "")]
    public async Task A_line_goes_on_with_what_begins_as_its_last_word_does(string line, string expected)
    {
        var words = await Suggestions.OfAsync([$"[suggest:{line.Length}]", line]);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), words.Where(w => expected.Length == 0 || line.Length > 0 || w[0] is 'a' or 'b' || w == "completion"));
    }

    [Fact]
    public async Task The_protocol_is_that_of_dotnet_suggest_and_the_position_counts()
    {
        var answer = await RolloutProcess.RunAsync("[suggest:3]", "sta --anything after the cursor");
        Assert.Equal((0, "", "start\nstatus\n"), (answer.ExitCode, answer.Error, answer.Out));
    }

    /// <summary>bash itself, with the script as it is printed.</summary>
    [Theory]
    [InlineData("rollout sta", "start status")]
    [InlineData("rollout history shop --si", "--since")]
    public async Task Bash_completes_with_the_script_that_is_printed(string line, string expected)
    {
        var script = (await RolloutProcess.RunAsync("completion", "bash")).Out;
        var last = line.Split(' ')[^1];
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script + "\nCOMP_LINE=$1 COMP_POINT=${#1}; _rollout_complete rollout \"$2\" shop; printf '%s ' \"${COMPREPLY[@]}\"", "bash", line, last])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        using var bash = Process.Start(start)!;
        var said = await bash.StandardOutput.ReadLineAsync(patience.Token);
        await bash.WaitForExitAsync(patience.Token);
        Assert.Equal((0, expected), (bash.ExitCode, said?.Trim()));
    }

    [Fact]
    public async Task Every_shell_has_a_script_and_another_is_refused_with_those_that_are_known()
    {
        foreach (var shell in new[] { "bash", "zsh", "fish", "powershell" })
        {
            var answer = await RolloutProcess.RunAsync("completion", shell);
            Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
            Assert.Contains("[suggest:", answer.Out, StringComparison.Ordinal);
        }

        var refused = await RolloutProcess.RunAsync("completion", "tcsh");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("'tcsh' is not known; write one of bash, zsh, fish, powershell", refused.Error, StringComparison.Ordinal);
    }
}
