namespace Rollout.Probes;

/// <summary>How one step went.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Passed">All that was expected held.</param>
/// <param name="Duration">From sending to the last byte of the answer.</param>
/// <param name="Expected">What was expected and did not hold; null when passed.</param>
/// <param name="Got">What there was instead; null when passed.</param>
/// <param name="Body">The beginning of the answer's body, redacted; null where there was none.</param>
public sealed record StepResult(string Step, bool Passed, TimeSpan Duration, string? Expected = null, string? Got = null, string? Body = null);
