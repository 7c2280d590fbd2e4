namespace Rollout.Probes.Contracts;

/// <summary>One difference between the canary's answers and those of stable.</summary>
/// <param name="Severity">How much it matters to who reads the answers.</param>
/// <param name="Path">JSON path; <c>[*]</c> stands for every item.</param>
/// <param name="Stable">What stable answers, as the end of "was ...".</param>
/// <param name="Canary">What the canary answers, as the end of "is ...".</param>
public sealed record Difference(DifferenceSeverity Severity, string Path, string Stable, string Canary)
{
    /// <summary>As a sentence.</summary>
    public override string ToString() => $"{Path} was {Stable}, is {Canary}";
}
