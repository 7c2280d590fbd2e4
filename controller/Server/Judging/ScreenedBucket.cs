using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>A bucket with the nodes that may be compared, and why the others may not.</summary>
public sealed record ScreenedBucket(FleetBucket Bucket, IReadOnlyDictionary<string, string> Excluded);
