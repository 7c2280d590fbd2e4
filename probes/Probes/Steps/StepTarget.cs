namespace Rollout.Probes.Steps;

/// <summary>Which port a step means.</summary>
internal static class StepTarget
{
    /// <summary>The step's own, else the target's; -1 where neither says one.</summary>
    public static int Port(int? own, Uri target, int otherwise = -1) => own ?? (target.Port > 0 ? target.Port : otherwise);
}
