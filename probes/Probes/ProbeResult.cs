namespace Rollout.Probes;

/// <summary>How one run went. The first step that fails ends it: later ones build on it.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">Of the whole run.</param>
/// <param name="Steps">Those that ran, in order.</param>
public sealed record ProbeResult(DateTimeOffset StartedAt, TimeSpan Duration, IReadOnlyList<StepResult> Steps)
{
    public bool Passed => Failure is null;

    public StepResult? Failure => Steps.FirstOrDefault(s => !s.Passed);

    /// <summary>Where the time of all steps together went, by the names that metrics use, and the whole as <c>total</c>.</summary>
    public IEnumerable<(string Phase, TimeSpan Took)> Phases() => Exposition.PhaseSums.Named(Steps).Append(("total", Duration));
}
