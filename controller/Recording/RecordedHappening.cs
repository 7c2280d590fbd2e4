using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>A happening with its id: rising, never used twice, so that a listener can resume after the last it has seen.</summary>
public sealed record RecordedHappening(long Id, Happening Happening);
