using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps;

/// <summary>How steps that are not HTTP end: their times, what they learnt, and nothing secret in what is said.</summary>
internal static class StepEnds
{
    public static StepResult Passed(ProbeStep step, ProbeRun run, StepFacts? facts = null, string? body = null) =>
        ExpectationCheck.Duration(step.Expect, run.Clock.Total) is { } late
            ? Failed(step, run, late, facts, body)
            : Make(step, run, null, facts, body);

    public static StepResult Failed(ProbeStep step, ProbeRun run, Mismatch mismatch, StepFacts? facts = null, string? body = null) =>
        Make(step, run, mismatch, facts, body);

    /// <summary>No answer, for the reason of the exception.</summary>
    /// <exception cref="ProbeTroubleException">The reason is ours.</exception>
    public static StepResult NoAnswer(ProbeStep step, ProbeRun run, Exception trouble, string expected = "an answer")
    {
        NetworkTrouble.ThrowIfOurs(trouble, run.Target.Host);
        return Make(step, run, new Mismatch(expected, NetworkTrouble.Describe(trouble)), null, null);
    }

    private static StepResult Make(ProbeStep step, ProbeRun run, Mismatch? mismatch, StepFacts? facts, string? body) =>
        new(step.Name, mismatch is null, run.Clock.Total, run.Secrets.Cleared(mismatch?.Expected), run.Secrets.Cleared(mismatch?.Got))
        {
            Body = body is null ? null : run.Secrets.Shown(body, run.Limits.ShownCharacters),
            Times = run.Clock.Times(),
            Facts = (facts ?? new StepFacts()) with { Address = run.Clock.Address, Tls = run.Clock.Certificate },
        };
}
