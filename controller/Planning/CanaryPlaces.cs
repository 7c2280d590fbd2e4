namespace Rollout.Planning;

/// <summary>The places into which a platform that chooses by itself puts canaries.</summary>
/// <param name="Names">In its order: k canaries are the first k. A place that no node fills yet is vacant, and its name gives way to the
/// node's.</param>
/// <param name="Trouble">Why an ordered place is vacant; null: not known.</param>
public sealed record CanaryPlaces(IReadOnlyList<string> Names, string? Trouble = null);
