namespace Rollout.Planning;

/// <summary>What the judge said of one metric when a release was decided, for the history. Null: unknown, or no finite number.</summary>
public sealed record MetricNote(
    string Metric, string Verdict, double? Effect, double? Low, double? High, double? LogEHarm, double? LogESafe, double CanaryEvents, double FleetEvents)
{
    internal static MetricNote Of(MetricView view)
    {
        var said = view.Assessment;
        return new MetricNote(
            view.Name, said.Verdict.ToString(), Finite(said.Effect), Finite(said.Low), Finite(said.High), Finite(said.LogEHarm), Finite(said.LogESafe),
            Finite(said.CanaryEvents) ?? 0, Finite(said.FleetEvents) ?? 0);
    }

    private static double? Finite(double? number) => number is { } known && double.IsFinite(known) ? known : null;
}
