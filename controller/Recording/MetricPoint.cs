namespace Rollout.Recording;

/// <summary>What the judge said of a metric at one moment, for display.</summary>
/// <param name="Revision">On trial.</param>
/// <param name="Metric">By name.</param>
/// <param name="At">End of the bucket.</param>
/// <param name="Effect">Relative difference of the canary; null before any event.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="LogEHarm">Natural log of the e-value against "no harm".</param>
/// <param name="LogESafe">Natural log of the e-value against "a loss of the tolerance or more".</param>
/// <param name="Stage">Index of the stage.</param>
public sealed record MetricPoint(
    string Revision, string Metric, DateTimeOffset At, double? Effect, double? Low, double? High, double LogEHarm, double LogESafe, int Stage);
