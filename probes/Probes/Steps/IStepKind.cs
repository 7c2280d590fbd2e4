using Rollout.Api;

namespace Rollout.Probes.Steps;

/// <summary>A kind of step. A new kind is a folder beside Http with an implementation, and a line in <see cref="StepKinds"/>.</summary>
public interface IStepKind
{
    /// <summary>Unique; the key under which a probe file holds the step's own fields.</summary>
    string Name { get; }

    /// <summary>Whether the step is of this kind.</summary>
    bool Is(ProbeStep step);

    /// <summary>All that is wrong with the step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="captured">Names that earlier steps capture.</param>
    IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured);

    /// <summary>
    /// Runs the step. Whatever the target does is a result; throws only on cancellation, and <see cref="ProbeTroubleException"/> where no run
    /// is possible for a reason that is not the target's.
    /// </summary>
    ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken);
}
