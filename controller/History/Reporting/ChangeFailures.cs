namespace Rollout.History.Reporting;

/// <summary>Which changes failed.</summary>
/// <param name="Changes">That reached production and ended with a verdict: promoted or rolled back. Returns to an earlier revision are none.</param>
/// <param name="RolledBack">Of them: taken back by the rollout.</param>
/// <param name="Reverted">Of them: promoted, and the next promotion was the return to what ran before.</param>
/// <param name="WithoutVerdict">Releases that are not counted: aborted or superseded, or over before any node of production ran them.</param>
public sealed record ChangeFailures(int Changes, int RolledBack, int Reverted, int WithoutVerdict)
{
    /// <summary>Null while there is no change.</summary>
    public double? Rate => Changes == 0 ? null : (double)(RolledBack + Reverted) / Changes;
}
