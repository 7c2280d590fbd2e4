using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>What is remembered of a node within the open span.</summary>
/// <param name="Base">Its reading at the span's start; null: it takes no part in this span.</param>
/// <param name="Last">Its latest reading; restarts are looked for between this and the next.</param>
/// <param name="Excluded">Why it takes no part in this span; null while it does.</param>
/// <param name="Canary">Whether it was a canary at the last boundary.</param>
public sealed record NodeTrack(NodeCounters? Base, NodeCounters? Last, string? Excluded, bool Canary);
