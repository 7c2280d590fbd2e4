using System.Net.Sockets;
using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Tls;

/// <summary>A TLS handshake: is the chain trusted, is it for this name, and for how long.</summary>
public sealed class TlsStepKind : IStepKind
{
    public string Name => "tls";

    public bool Is(ProbeStep step) => step.Tls is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Tls),
        .. CaptureValidation.None(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var tls = step.Tls!;
        try
        {
            var port = StepTarget.Port(tls.Port, run.Target, 443);
            await using var plain = await run.Connector.ConnectAsync(run.Target.Host, port, run.Clock, cancellationToken).ConfigureAwait(false);
            await using var secure = await TlsHandshake.SecureAsync(plain, run.Target.Host, tls.Settings, [], run.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return StepEnds.NoAnswer(step, run, e, "a TLS connection");
        }

        var facts = run.Clock.Certificate!;
        var left = facts.EarliestExpiry - run.Time.GetUtcNow();
        return step.Expect.ValidDays is { } days && left < TimeSpan.FromDays(days)
            ? StepEnds.Failed(step, run, new(FormattableString.Invariant($"certificates that hold for {days} days"),
                FormattableString.Invariant($"one that ends on {facts.EarliestExpiry:yyyy-MM-dd}, in {Math.Floor(left.TotalDays)} days")))
            : StepEnds.Passed(step, run);
    }
}
