namespace Rollout.Judge;

/// <summary>What must be crossed at each look for harm to be proven.</summary>
/// <param name="Planned">Within the plan.</param>
/// <param name="PlannedLooks">So many looks are within.</param>
/// <param name="Late">Afterwards.</param>
internal sealed record HarmCurves(CrossingCurve Planned, int PlannedLooks, CrossingCurve Late)
{
    public bool IsCrossed(int look, double fleet, double canary) => (look < PlannedLooks ? Planned : Late).IsCrossed(fleet, canary);
}
