using Rollout.Api;
using Rollout.Probes.Steps;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes;

/// <summary>Whether a probe can run. Every problem at once.</summary>
public static class ProbeValidation
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="spec">The probe.</param>
    /// <param name="path">Where it stands: <c>fleet.yaml:12 spec.probes[0].probe</c>.</param>
    /// <param name="limits">Null: the defaults.</param>
    public static IReadOnlyList<Problem> Problems(AcceptanceProbeSpec spec, string path, ProbeLimits? limits = null) =>
        [.. Whole(spec, path), .. Steps(spec, path, limits ?? new ProbeLimits())];

    private static IEnumerable<Problem> Whole(AcceptanceProbeSpec spec, string path)
    {
        if (spec.Interval < Shortest || spec.Interval > Longest)
        {
            yield return new Problem(path + ".interval", $"the interval is {DurationText.Format(spec.Interval)}", "give one from 100ms to 1d");
        }

        if (spec.Timeout <= TimeSpan.Zero || spec.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return new Problem(path + ".timeout", $"the time-out is {DurationText.Format(spec.Timeout)}", "give one up to 10m");
        }

        if (spec.FailAfter < 1)
        {
            yield return new Problem(path + ".failAfter", FormattableString.Invariant($"failAfter is {spec.FailAfter}"), "give 1 or more");
        }

        if (HttpStepValidation.IsKept(spec.Mark.Header) || spec.Mark.Header.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase))
        {
            yield return new Problem(path + ".mark.header", $"{spec.Mark.Header} means something else to every server", "choose a name of its own, like X-Synthetic");
        }
    }

    private static IEnumerable<Problem> Steps(AcceptanceProbeSpec spec, string path, ProbeLimits limits)
    {
        if (spec.Steps.Count == 0 || spec.Steps.Count > limits.MaxSteps)
        {
            yield return new Problem(
                path + ".steps",
                FormattableString.Invariant($"there are {spec.Steps.Count} steps"),
                FormattableString.Invariant($"give 1 to {limits.MaxSteps}"));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var captured = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.Steps.Count; i++)
        {
            var step = spec.Steps[i];
            var place = FormattableString.Invariant($"{path}.steps[{i}]");
            if (string.IsNullOrWhiteSpace(step.Name) || !names.Add(step.Name))
            {
                yield return new Problem(place + ".name", $"the name \"{step.Name}\" is empty or taken", "give each step a name of its own");
            }

            if (StepKinds.Of(step) is not { } kind)
            {
                yield return new Problem(place, "is of no kind, or of more than one", $"give one of {string.Join(", ", StepKinds.Names)}");
                continue;
            }

            foreach (var problem in kind.Problems(step, place, captured))
            {
                yield return problem;
            }

            captured.UnionWith(step.Capture.Keys);
        }
    }
}
