namespace Rollout.Probes.Expecting;

/// <summary>The first thing that did not hold.</summary>
/// <param name="Expected">What was expected, as the end of "expected ...".</param>
/// <param name="Got">What there was, as the end of "got ...".</param>
internal sealed record Mismatch(string Expected, string Got);
