namespace Rollout.Probes.Exposition;

/// <summary>The phases of several steps added up, by the names that metrics use. Pure.</summary>
internal static class PhaseSums
{
    public static IReadOnlyList<(string Phase, TimeSpan Took)> Of(IReadOnlyList<StepResult> steps)
    {
        var all = new StepTimes(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var step in steps)
        {
            if (step.Times is { } times)
            {
                all = new StepTimes(all.Resolve + times.Resolve, all.Connect + times.Connect, all.Tls + times.Tls, all.FirstByte + times.FirstByte, all.Transfer + times.Transfer);
            }
        }

        return [("resolve", all.Resolve), ("connect", all.Connect), ("tls", all.Tls), ("first_byte", all.FirstByte), ("transfer", all.Transfer)];
    }
}
