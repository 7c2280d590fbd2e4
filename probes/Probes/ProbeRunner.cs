using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Steps;

namespace Rollout.Probes;

/// <summary>
/// Runs a probe once against one target, as a customer would: the steps in order; cookies, captures and connections kept between them,
/// and nothing between runs.
/// </summary>
public sealed class ProbeRunner(TimeProvider time, ProbeNetwork? network = null, ProbeLimits? limits = null)
{
    private readonly ProbeLimits limits = limits ?? new ProbeLimits();
    private readonly ProbeNetwork network = network ?? new ProbeNetwork();

    /// <summary>
    /// The spec's time-out bounds the whole run. Whatever the target does is a result; throws on cancellation, and
    /// <see cref="ProbeTroubleException"/> where no run is possible for a reason that is not the target's.
    /// </summary>
    /// <param name="spec">Free of <see cref="ProbeValidation.Problems"/>.</param>
    /// <param name="target">Scheme, host and port; its path is not used.</param>
    /// <param name="cancellationToken">Ends the run without a result.</param>
    /// <param name="customer">The test customer; null for none.</param>
    public async ValueTask<ProbeResult> RunAsync(
        AcceptanceProbeSpec spec, Uri target, CancellationToken cancellationToken, ProbeCustomer? customer = null)
    {
        var startedAt = time.GetUtcNow();
        var began = time.GetTimestamp();
        using var run = new ProbeRun(target, spec, network, time, limits, customer);
        var results = new List<StepResult>(spec.Steps.Count);
        using var deadline = new CancellationTokenSource(spec.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        foreach (var step in spec.Steps)
        {
            var result = await StepAsync(step, run, either.Token, cancellationToken).ConfigureAwait(false);
            results.Add(result);
            if (!result.Passed)
            {
                break;
            }
        }

        // What a later step captured as a secret may stand in an earlier answer too.
        foreach (var result in results)
        {
            result.Excerpt?.Hide(run.Secrets);
        }

        return new ProbeResult(startedAt, time.GetElapsedTime(began), results);
    }

    private static async ValueTask<StepResult> StepAsync(ProbeStep step, ProbeRun run, CancellationToken either, CancellationToken cancelled)
    {
        run.Begin();
        try
        {
            var kind = StepKinds.Of(step) ?? throw new ProbeTroubleException($"step \"{step.Name}\" is of no kind, or of more than one");
            return await kind.RunAsync(step, run, either).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return new StepResult(step.Name, Passed: false, run.Clock.Total, $"the whole run within {DurationText.Format(run.Spec.Timeout)}", run.Secrets.Cleared(run.SoFar) ?? "no answer by then")
            {
                Times = run.Clock.Times(),
                Facts = new StepFacts { Address = run.Clock.Address, Tls = run.Clock.Certificate },
            };
        }
        catch (AddressRefusedException e)
        {
            throw new ProbeTroubleException($"step \"{step.Name}\": {e.Message}", e);
        }
    }
}
