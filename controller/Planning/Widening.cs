namespace Rollout.Planning;

/// <summary>Something that the canary answers and stable never did, and that no reader of stable's answers can have relied on. It fails nothing.</summary>
/// <param name="Probe">The probe with the contract check.</param>
/// <param name="Step">Its step.</param>
/// <param name="Path">JSON path; <c>[*]</c> stands for every item.</param>
/// <param name="Stable">What stable answers, as the end of "was ...".</param>
/// <param name="Canary">What the canary answers, as the end of "is ...".</param>
public sealed record Widening(string Probe, string Step, string Path, string Stable, string Canary)
{
    /// <summary>As a sentence, without the probe.</summary>
    public override string ToString() => $"step \"{Step}\": {Path} was {Stable}, is {Canary}";

    /// <summary>Whether it is the same place of the same answer, whatever is there.</summary>
    public bool IsAt(Widening other) => (Probe, Step, Path) == (other.Probe, other.Step, other.Path);
}
