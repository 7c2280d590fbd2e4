using Rollout.Api;
using Rollout.Probes.Contracts;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Http;

/// <summary>An HTTP request and what its answer must be.</summary>
public sealed class HttpStepKind : IStepKind
{
    public string Name => "http";

    public bool Is(ProbeStep step) => step.Http is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. HttpStepValidation.Problems(step.Http!, path + ".http", captured),
        .. ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Http),
        .. CaptureValidation.Problems(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        using var request = HttpStepRequest.Build(step.Http!, run, out var fault);
        if (request is null)
        {
            return new StepResult(step.Name, Passed: false, TimeSpan.Zero, "a request that can be sent", run.Secrets.Clear(fault!));
        }

        var facts = new StepFacts { Secure = run.Target.Scheme == Uri.UriSchemeHttps };
        HttpAnswer answer;
        try
        {
            answer = await HttpExchange.SendAsync(request, step.Http!, run, cancellationToken).ConfigureAwait(false);
            if (answer.Body.Length > SocketThread.LittleBytes)
            {
                await SocketThread.LeaveAsync();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            NetworkTrouble.ThrowIfOurs(e, run.Target.Host);
            return new StepResult(step.Name, Passed: false, run.Clock.Total, "an answer", run.Secrets.Clear(NetworkTrouble.Describe(e)))
            {
                Times = run.Clock.Times(),
                Facts = facts with { Address = run.Clock.Address, Tls = run.Clock.Certificate },
            };
        }

        return Judge(step, run, answer, facts);
    }

    private static StepResult Judge(ProbeStep step, ProbeRun run, HttpAnswer answer, StepFacts facts)
    {
        var took = run.Clock.Total;
        var (mismatch, byPattern) = ExpectationCheck.Mismatch(step.Expect, answer, took, run);
        mismatch ??= CaptureStep.Take(step.Capture, answer, run.Captured, run.Limits);
        if (step.Capture.Count > 0)
        {
            run.Hide(CaptureStep.Secrets(step.Capture, run.Captured));
        }

        return new StepResult(step.Name, mismatch is null, took, run.Secrets.Cleared(mismatch?.Expected), run.Secrets.Cleared(mismatch?.Got))
        {
            Excerpt = new BodyExcerpt(answer.Body, run.Secrets, run.Limits.ShownCharacters),
            Times = run.Clock.Times(),
            Shape = mismatch is null && WantsShape(run.Spec, step) ? answer.Json is { } json ? ShapeInference.Of(json) : ShapeInference.NotJson : null,
            Facts = facts with
            {
                Address = run.Clock.Address,
                Tls = run.Clock.Certificate,
                Status = answer.Status,
                HttpVersion = answer.Version,
                Redirects = answer.Redirects,
                Secure = answer.Secure,
                ContentLength = answer.ContentLength ?? -1,
                BodyBytes = answer.Body.Length,
                FailedDueToRegex = byPattern,
            },
        };
    }

    private static bool WantsShape(AcceptanceProbeSpec spec, ProbeStep step) =>
        spec.Contract is { } contract && (contract.Steps.Count == 0 || contract.Steps.Contains(step.Name, StringComparer.Ordinal));
}
