namespace Rollout.History;

/// <summary>What the judge said of one metric when the release was decided: the evidence in short.</summary>
/// <param name="Metric">By name.</param>
/// <param name="Verdict">Better, NoWorse, Worse, Insufficient, Unavailable or Misconfigured.</param>
/// <param name="Effect">Relative to what was expected: -0.21 is 21 % less; null: unknown.</param>
/// <param name="Low">Lower end of the interval that holds at all times together with 95 %.</param>
/// <param name="High">Its upper end.</param>
/// <param name="LogEHarm">Natural log of the e-value against "no harm"; null where it is no finite number.</param>
/// <param name="LogESafe">Natural log of the e-value against "a loss of the tolerance or more".</param>
/// <param name="CanaryEvents">Events of the canaries that were counted.</param>
/// <param name="FleetEvents">Events of the fleet that were counted.</param>
public sealed record ReleaseVerdict(
    string Metric, string Verdict, double? Effect, double? Low, double? High, double? LogEHarm, double? LogESafe, double? CanaryEvents, double? FleetEvents);
