namespace Rollout.Probes.Exposition;

/// <summary>The phases of several steps added up. Pure.</summary>
internal static class PhaseSums
{
    private static readonly StepTimes None = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    public static StepTimes Of(IReadOnlyList<StepResult> steps)
    {
        var all = None;
        foreach (var step in steps)
        {
            if (step.Times is { } times)
            {
                all = ReferenceEquals(all, None) ? times
                    : new StepTimes(all.Resolve + times.Resolve, all.Connect + times.Connect, all.Tls + times.Tls, all.FirstByte + times.FirstByte, all.Transfer + times.Transfer);
            }
        }

        return all;
    }

    /// <summary>By the names that metrics use.</summary>
    public static IReadOnlyList<(string Phase, TimeSpan Took)> Named(IReadOnlyList<StepResult> steps)
    {
        var all = Of(steps);
        return [("resolve", all.Resolve), ("connect", all.Connect), ("tls", all.Tls), ("first_byte", all.FirstByte), ("transfer", all.Transfer)];
    }
}
