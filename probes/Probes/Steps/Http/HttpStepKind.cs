using Rollout.Api;

namespace Rollout.Probes.Steps.Http;

/// <summary>An HTTP request and what its answer must be.</summary>
public sealed class HttpStepKind : IStepKind
{
    public string Name => "http";

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. HttpStepValidation.Problems(step.Http, path + ".http", captured),
        .. ExpectationValidation.Problems(step.Expect, path + ".expect"),
        .. ExpectationValidation.Captures(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var began = run.Time.GetTimestamp();
        using var request = HttpStepRequest.Build(step.Http, run, out var fault);
        if (request is null)
        {
            return new StepResult(step.Name, Passed: false, TimeSpan.Zero, "a request that can be sent", fault);
        }

        HttpAnswer answer;
        try
        {
            answer = await HttpAnswer.GetAsync(request, run, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new StepResult(step.Name, Passed: false, run.Time.GetElapsedTime(began), "an answer", HttpTrouble.Describe(e));
        }

        var took = run.Time.GetElapsedTime(began);
        var mismatch = ExpectationCheck.Mismatch(step.Expect, answer, took, run.Limits)
            ?? CaptureStep.Take(step.Capture, answer, run.Captured, run.Limits);
        return mismatch is var (expected, got)
            ? new StepResult(step.Name, Passed: false, took, expected, got, Redaction.Shown(answer.Text, run.Limits.ShownCharacters))
            : new StepResult(step.Name, Passed: true, took, Body: Redaction.Shown(answer.Text, run.Limits.ShownCharacters));
    }
}
