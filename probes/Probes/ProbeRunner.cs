using Rollout.Api;
using Rollout.Probes.Steps;

namespace Rollout.Probes;

/// <summary>
/// Runs a probe once against one target, as a customer would: the steps in order, cookies and captures kept between them.
/// </summary>
public sealed class ProbeRunner(HttpMessageInvoker http, TimeProvider time, ProbeLimits? limits = null)
{
    private readonly ProbeLimits limits = limits ?? new ProbeLimits();

    /// <summary>No proxy from the environment, no redirects, no cookies shared between runs. The caller disposes it.</summary>
    public static HttpMessageInvoker CreateInvoker() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    /// <summary>The spec's time-out bounds the whole run. Whatever the target does is a result; throws only on cancellation.</summary>
    /// <param name="spec">Free of <see cref="ProbeValidation.Problems"/>.</param>
    /// <param name="target">Scheme, host and port; its path is not used.</param>
    /// <param name="cancellationToken">Ends the run without a result.</param>
    public async ValueTask<ProbeResult> RunAsync(AcceptanceProbeSpec spec, Uri target, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var began = time.GetTimestamp();
        var run = new ProbeRun(target, http, time, limits);
        var results = new List<StepResult>(spec.Steps.Count);
        using var deadline = new CancellationTokenSource(spec.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        foreach (var step in spec.Steps)
        {
            var stepBegan = time.GetTimestamp();
            StepResult result;
            try
            {
                result = await StepKinds.Of(step).RunAsync(step, run, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                result = new StepResult(
                    step.Name,
                    Passed: false,
                    time.GetElapsedTime(stepBegan),
                    $"the whole run within {DurationText.Format(spec.Timeout)}",
                    "no answer by then");
            }

            results.Add(result);
            if (!result.Passed)
            {
                break;
            }
        }

        return new ProbeResult(startedAt, time.GetElapsedTime(began), results);
    }
}
