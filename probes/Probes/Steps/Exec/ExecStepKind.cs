using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Steps.Exec;

/// <summary>A command on this machine. Refused unless whoever runs the prober allows it: a probe's author need not be its operator.</summary>
public sealed class ExecStepKind : IStepKind
{
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"];

    public string Name => "exec";

    public bool Is(ProbeStep step) => step.Exec is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. step.Exec!.Command.Count > 0 && step.Exec.Command[0].Length > 0 ? (IEnumerable<Problem>)[]
            : [new Problem(path + ".exec.command", "has no program", "write program and arguments as a list")],
        .. step.Exec.Command.SelectMany((a, i) => TemplateValidation.Problems(a, FormattableString.Invariant($"{path}.exec.command[{i}]"), captured)),
        .. ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Exec),
        .. CaptureValidation.None(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        if (!run.Network.AllowExec)
        {
            throw new ProbeTroubleException($"step \"{step.Name}\" runs a command, which this prober does not allow");
        }

        // To start a process takes milliseconds.
        await SocketThread.LeaveAsync();
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        KeepOnly(start, run);
        foreach (var (argument, i) in step.Exec!.Command.Select((a, i) => (a, i)))
        {
            if (TemplateText.Fill(argument, TemplatePlace.Text, run.Captured, out var fault) is not { } filled)
            {
                return StepEnds.Failed(step, run, new("a command that can be run", fault!));
            }

            if (i == 0)
            {
                start.FileName = filled;
            }
            else
            {
                start.ArgumentList.Add(filled);
            }
        }

        return await RunAsync(step, start, run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The prober's own environment may hold what no probe's author should see: a database's password, a token.</summary>
    private static void KeepOnly(ProcessStartInfo start, ProbeRun run)
    {
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PROBE_TARGET"] = run.Target.GetLeftPart(UriPartial.Authority);
    }

    private static async ValueTask<StepResult> RunAsync(ProbeStep step, ProcessStartInfo start, ProbeRun run, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ProbeTroubleException($"step \"{step.Name}\" cannot start {start.FileName}: {e.Message}", e);
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var output = ReadAsync(process.StandardOutput.BaseStream, run.Limits.MaxBodyBytes, cancellationToken);
                var errors = ReadAsync(process.StandardError.BaseStream, run.Limits.MaxBodyBytes, cancellationToken);
                var said = await output.ConfigureAwait(false);
                var complained = await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);

                // Its output came where sockets do.
                await SocketThread.LeaveAsync();
                return Judge(step, run, process.ExitCode, said, complained);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
    }

    private static StepResult Judge(ProbeStep step, ProbeRun run, int code, string said, string complained)
    {
        var facts = new StepFacts { ExitCode = code };
        var body = said.Length > 0 ? said : complained;
        if (code != 0)
        {
            return StepEnds.Failed(step, run, new("exit code 0", FormattableString.Invariant($"exit code {code}")), facts, complained.Length > 0 ? complained : said);
        }

        return BodyCheck.Patterns(step.Expect, said, run.Captured) is { } mismatch
            ? StepEnds.Failed(step, run, mismatch, facts with { FailedDueToRegex = true }, body)
            : StepEnds.Passed(step, run, facts, body);
    }

    /// <summary>The beginning; the rest is read and dropped, so that the command does not wait for us for ever.</summary>
    private static async Task<string> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, Math.Min(read, most - (int)kept.Length));
        }

        return Encoding.UTF8.GetString(kept.ToArray());
    }
}
