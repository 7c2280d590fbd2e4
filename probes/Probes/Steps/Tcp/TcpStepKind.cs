using System.Net.Sockets;
using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;
using Rollout.Probes.Templates;

namespace Rollout.Probes.Steps.Tcp;

/// <summary>A conversation over TCP: lines sent, lines awaited, TLS from the start or in the middle.</summary>
public sealed class TcpStepKind : IStepKind
{
    private const int Shown = 120;
    private const int ShownWanted = 2000;

    public string Name => "tcp";

    public bool Is(ProbeStep step) => step.Tcp is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. step.Tcp!.Talk.SelectMany((turn, i) => Turn(turn, FormattableString.Invariant($"{path}.tcp.talk[{i}]"), captured)),
        .. ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Talk),
        .. CaptureValidation.None(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var tcp = step.Tcp!;
        Stream? stream = null;
        try
        {
            var port = StepTarget.Port(tcp.Port, run.Target);
            stream = new PooledStream(await run.Connector.ConnectAsync(run.Target.Host, port, run.Clock, cancellationToken).ConfigureAwait(false));
            if (tcp.Tls is { } tls)
            {
                stream = await TlsHandshake.SecureAsync(stream, run.Target.Host, tls, [], run.Clock, cancellationToken).ConfigureAwait(false);
            }

            var lines = new LineReader(stream, run.Limits.MaxBodyBytes);
            foreach (var turn in tcp.Talk)
            {
                if (turn.StartTls is { } start)
                {
                    // What came in plain text before the handshake must not pass for what comes after it.
                    stream = await TlsHandshake.SecureAsync(stream, run.Target.Host, start, [], run.Clock, cancellationToken).ConfigureAwait(false);
                    lines = new LineReader(stream, run.Limits.MaxBodyBytes);
                }
                else if (await OneAsync(turn, stream, lines, run, cancellationToken).ConfigureAwait(false) is { } mismatch)
                {
                    return StepEnds.Failed(step, run, mismatch, new StepFacts { FailedDueToRegex = turn.Expect is not null }, lines.Heard);
                }
            }

            return StepEnds.Passed(step, run, body: lines.Heard);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return StepEnds.NoAnswer(step, run, e, stream is null ? "a connection" : "an answer");
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<Mismatch?> OneAsync(TcpTurn turn, Stream stream, LineReader lines, ProbeRun run, CancellationToken cancellationToken)
    {
        if (turn.Send is { } template)
        {
            if (TemplateText.Fill(template, TemplatePlace.Line, run.Captured, out var fault) is not { } line)
            {
                return new("a line that can be sent", fault!);
            }

            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        var shown = Redaction.Expression(turn.Expect!, ShownWanted);
        var wanted = $"a line that matches {shown}";
        if (TemplateText.Fill(turn.Expect!, TemplatePlace.Pattern, run.Captured, out var missing) is not { } pattern)
        {
            return new(wanted, missing!);
        }

        var (since, connecting) = (run.Clock.Now, run.Clock.Connecting);
        string? last = null;
        run.SoFar = $"no line by then, where one that matches {shown} was to come";
        try
        {
            while (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                run.Clock.Answered(since, connecting);
                (since, last) = (run.Clock.Now, line);
                run.SoFar = $"no line by then that matches {shown}; the last was \"{Redaction.Shown(line, Shown)}\"";
                if (Patterns.IsMatch(pattern, line))
                {
                    run.SoFar = null;
                    return null;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return new(wanted, "one that takes too long to be searched");
        }

        return new(wanted, lines.Exhausted ? "more than can be read without one" : last is null ? "the end of the connection" : $"\"{Redaction.Shown(last, Shown)}\" and the end");
    }

    private static IEnumerable<Problem> Turn(TcpTurn turn, string path, IReadOnlySet<string> captured)
    {
        if (new object?[] { turn.Send, turn.Expect, turn.StartTls }.Count(t => t is not null) != 1)
        {
            yield return new Problem(path, "is not exactly one of send, expect and startTls", "write one a turn");
        }

        if (turn.Expect is { } pattern && Patterns.Fault(Rollout.Api.Binding.TemplateText.WithoutVariables(pattern)) is { } fault)
        {
            yield return new Problem(path + ".expect", $"no regular expression that runs in linear time: {fault}", "write it without look-around and back-references");
        }

        foreach (var problem in TemplateValidation.Problems(turn.Send, path + ".send", captured))
        {
            yield return problem;
        }
    }
}
