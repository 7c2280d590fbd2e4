using System.Diagnostics;
using System.Globalization;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

[Collection(nameof(Processes))]
public sealed class CommandRunnerTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, string> None = [];

    private readonly ShellFleet shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task An_argument_is_one_argument_whatever_it_holds()
    {
        shell.Script("show", "for a in \"$@\"; do printf '[%s]' \"$a\"; done");
        var values = new Dictionary<string, string> { ["node"] = "$(touch hacked); {version} *", ["version"] = "a b" };
        var result = await RunAsync("show", Ample, values, "{node}", "-v={version}", "", "{{node}}", "{other}");
        Assert.Equal("[$(touch hacked); {version} *][-v=a b][][{{node}}][{other}]", Assert.IsType<CommandResult.Exited>(result).Stdout);
        Assert.False(File.Exists(Path.Combine(shell.Folder, "hacked")));
    }

    [Fact]
    public async Task A_command_runs_in_the_fleet_files_directory_without_input()
    {
        shell.Script("where", "pwd; wc -c");
        var lines = Assert.IsType<CommandResult.Exited>(await RunAsync("where", Ample)).Stdout.Split('\n');
        Assert.Equal((shell.Folder, "0"), (lines[0], lines[1].Trim()));
    }

    [Fact]
    public async Task An_exit_code_comes_with_what_was_said_on_both_streams()
    {
        shell.Script("fail", "echo out; echo bad news >&2; exit 3");
        var result = Assert.IsType<CommandResult.Exited>(await RunAsync("fail", Ample));
        Assert.Equal((3, "out\n"), (result.Code, result.Stdout));
        Assert.Contains("bad news", result.Explained, StringComparison.Ordinal);
        Assert.StartsWith("exited 3: ", result.Explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_says_nothing_is_told_so()
    {
        shell.Script("mute", "exit 9");
        Assert.Equal("exited 9, without a word", (await RunAsync("mute", Ample)).Explained);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_told_so() =>
        Assert.Equal($"could not be started: '{shell.Folder}/none.sh' does not exist", (await RunAsync("none", Ample)).Explained);

    [Fact]
    public async Task A_command_that_is_not_executable_is_told_so()
    {
        File.WriteAllText(Path.Combine(shell.Folder, "plain.sh"), "#!/bin/sh\n");
        Assert.Equal($"could not be started: '{shell.Folder}/plain.sh' is not executable", (await RunAsync("plain", Ample)).Explained);
    }

    [Fact]
    public async Task A_program_without_a_slash_is_looked_up_on_the_path()
    {
        var runner = new CommandRunner(TimeProvider.System);
        var found = await runner.RunAsync(new HostCommand("echo", ["hi"], Ample, shell.Folder), None, null, default);
        Assert.Equal("hi\n", Assert.IsType<CommandResult.Exited>(found).Stdout);
        var missing = await runner.RunAsync(new HostCommand("no-such-program-anywhere", [], Ample, shell.Folder), None, null, default);
        Assert.Equal("could not be started: 'no-such-program-anywhere' is not on the PATH", missing.Explained);
    }

    [Fact]
    public async Task A_command_that_hangs_is_killed_with_all_that_it_started()
    {
        // The child is left to init before the limit: only its group still tells that it belongs here.
        shell.Script("hang", "(sleep 1000 & echo $! > child; echo waiting)\necho $$ > self\nsleep 1000");
        var result = await RunAsync("hang", TimeSpan.FromSeconds(1));
        Assert.Equal("did not end within 1s and was killed: waiting", Assert.IsType<CommandResult.TimedOut>(result).Explained);
        Assert.Null(Alive("self"));
        Assert.Null(Alive("child"));
    }

    [Fact]
    public async Task A_daemon_outlives_its_command_and_nobody_waits_for_its_output()
    {
        // It goes on writing to the inherited output until it is told to stop: were that closed, it would end.
        shell.Script("daemon", """
            (while ! test -e stop; do echo still here || exit; sleep 0.01; done
             for i in 1 2 3 4 5 6 7 8 9 10; do echo still here || exit; sleep 0.01; done
             echo stopped > ended) &
            echo $! > child
            echo started
            """);
        var result = Assert.IsType<CommandResult.Exited>(await RunAsync("daemon", Ample));
        Assert.Equal(0, result.Code);
        Assert.StartsWith("started", result.Said.Replace("still here\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull(Alive("child"));
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "stop"), "");
        using var daemon = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(shell.Folder, "child")), CultureInfo.InvariantCulture));
        await daemon.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("stopped\n", await File.ReadAllTextAsync(Path.Combine(shell.Folder, "ended")));
    }

    [Fact]
    public async Task Two_hundred_megabytes_are_drained_and_only_the_end_is_kept()
    {
        shell.Script("chatty", "head -c 200000000 /dev/zero | tr '\\0' x\necho\necho the end >&2; exit 4");
        var result = Assert.IsType<CommandResult.Exited>(await RunAsync("chatty", Ample));
        Assert.Equal((4, 200_000_009L, 4096), (result.Code, result.Bytes, result.Stdout.Length));
        Assert.Equal("exited 4 (printed 195313 KiB, of which the end follows): the end", result.Explained);
    }

    [Fact]
    public async Task Secrets_and_control_sequences_are_not_kept()
    {
        shell.Script("leak", "printf '\\033[31mpassword=hunter2\\033[0m\\r\\nAuthorization: Bearer abc.def\\007\\n'; exit 1");
        Assert.Equal("exited 1: password=[redacted]\nAuthorization: [redacted]", (await RunAsync("leak", Ample)).Explained);
    }

    [Fact]
    public async Task Cancelling_kills_the_command()
    {
        shell.Script("hang", "echo $$ > self\nkill -STOP $$");
        using var cancel = new CancellationTokenSource();
        var runner = new CommandRunner(TimeProvider.System);
        var run = runner.RunAsync(shell.Command("hang", Ample), None, _ => { }, cancel.Token).AsTask();
        using (var watch = new FileSystemWatcher(shell.Folder, "self") { EnableRaisingEvents = true })
        {
            if (!File.Exists(Path.Combine(shell.Folder, "self")))
            {
                watch.WaitForChanged(WatcherChangeTypes.Created | WatcherChangeTypes.Changed, 30_000);
            }
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_directory_that_is_gone_is_told_so()
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(new HostCommand("echo", [], Ample, shell.Folder + "/gone"), None, null, default);
        Assert.StartsWith("could not be started: 'echo': ", result.Explained, StringComparison.Ordinal);
    }

    private async Task<CommandResult> RunAsync(string script, TimeSpan limit, Dictionary<string, string>? values = null, params string[] arguments) =>
        await new CommandRunner(TimeProvider.System).RunAsync(shell.Command(script, limit, arguments), values ?? None, null, default);

    /// <summary>The process whose id stands in the file, unless it has ended (a zombie has).</summary>
    private ProcessIdentity? Alive(string file)
    {
        var id = int.Parse(File.ReadAllText(Path.Combine(shell.Folder, file)), CultureInfo.InvariantCulture);
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'Z' ? null : ProcessIdentity.Of(id);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
