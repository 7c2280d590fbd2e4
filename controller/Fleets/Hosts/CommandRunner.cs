using System.ComponentModel;
using System.Diagnostics;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// Runs commands: no shell, closed standard input, a time limit after which the whole group is killed, bounded output. A daemon that a
/// command leaves behind lives on; its inherited output is drained and forgotten for as long as this process lives (should it go on
/// writing there after that, SIGPIPE ends it, so daemons do well to redirect their output).
/// </summary>
public sealed class CommandRunner(TimeProvider time)
{
    /// <summary>How long output may still come after the command itself has ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    /// <summary>Runs to the end or the limit. Cancellation kills the command and throws.</summary>
    /// <param name="command">What.</param>
    /// <param name="values">Of the placeholders.</param>
    /// <param name="started">Told which process it became, right after the start.</param>
    /// <param name="cancellationToken">Kills the command.</param>
    public async ValueTask<CommandResult> RunAsync(
        HostCommand command, IReadOnlyDictionary<string, string> values, Action<ProcessIdentity?>? started, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (program, wrong) = Executables.Find(command.Program);
        if (program is null)
        {
            return new CommandResult.NotStarted(wrong!);
        }

        if (Start(program, command, values, out var failure) is not { } process)
        {
            return new CommandResult.NotStarted(failure!);
        }

        using (process)
        {
            started?.Invoke(ProcessIdentity.Of(process.Id));
            process.StandardInput.Close();
            var output = new CapturedOutput();
            var pumps = Task.WhenAll(
                output.PumpAsync(process.StandardOutput.BaseStream, isStdout: true),
                output.PumpAsync(process.StandardError.BaseStream, isStdout: false));
            var ended = await EndAsync(process, command.Timeout, cancellationToken);
            await QuietAsync(pumps, cancellationToken);
            var (head, said, bytes, stdoutBytes) = output.Seal();
            return ended
                ? new CommandResult.Exited(process.ExitCode, head, bytes, stdoutBytes, said)
                : new CommandResult.TimedOut(command.Timeout, bytes, said);
        }
    }

    private static Process? Start(string program, HostCommand command, IReadOnlyDictionary<string, string> values, out string? failure)
    {
        var start = ProcessGroups.StartInfo(program);
        start.WorkingDirectory = command.Directory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(Placeholders.Fill(argument, values));
        }

        try
        {
            failure = null;
            return Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            failure = $"'{command.Program}': {e.Message}";
            return null;
        }
    }

    /// <summary>Whether it ended by itself.</summary>
    private async ValueTask<bool> EndAsync(Process process, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            ProcessGroups.Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            using var patience = new CancellationTokenSource(KillGrace, time);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    /// <summary>Waits for the end of the output, but not for a daemon that holds it open.</summary>
    private async ValueTask QuietAsync(Task pumps, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(pumps, Task.Delay(Grace, time, enough.Token));
        await enough.CancelAsync();
    }
}
