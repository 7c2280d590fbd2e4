namespace Rollout.Metrics.Selectors;

/// <summary>A selector, or all that is wrong with its text.</summary>
/// <param name="Selector">Null where there are faults.</param>
/// <param name="Faults">In order of their place.</param>
public sealed record SelectorRead(Selector? Selector, IReadOnlyList<SelectorFault> Faults);
