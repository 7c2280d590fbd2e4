namespace Rollout.Telemetry.Exposition;

/// <summary>One series.</summary>
/// <param name="Labels">Sorted by name.</param>
/// <param name="Value">Of a histogram, its sum.</param>
/// <param name="Bounds">Of a histogram: upper bound and events up to it, the last +infinity; else null.</param>
internal sealed record ExposedPoint(IReadOnlyList<(string Name, string Value)> Labels, double Value, IReadOnlyList<(double Bound, long Cumulative)>? Bounds = null);
