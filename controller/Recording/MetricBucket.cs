using Rollout.Judge;

namespace Rollout.Recording;

/// <summary>A metric's bucket, for the history that calibration is made of.</summary>
public sealed record MetricBucket(string Metric, FleetBucket Bucket);
