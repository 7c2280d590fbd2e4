namespace Rollout.Metrics.Selectors;

/// <summary>One thing wrong with a selector.</summary>
/// <param name="Column">Where, counted from 1.</param>
/// <param name="What">What is wrong there.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record SelectorFault(int Column, string What, string Mend);
