namespace Rollout.Metrics.Exposition;

/// <summary>One label of a series. An empty value means the same as no such label, so it is never kept.</summary>
public readonly record struct SampleLabel(string Name, string Value);
