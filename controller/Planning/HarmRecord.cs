namespace Rollout.Planning;

/// <summary>
/// Harm that was proven. It is kept: an e-process that has crossed its threshold once has proven its case (Ville), whatever it says later,
/// so a pause or an outage right after it does not lose it.
/// </summary>
/// <param name="Metric">The metric by name, or "all metrics together".</param>
/// <param name="Message">The effect in words.</param>
/// <param name="At">When it was first seen proven.</param>
public sealed record HarmRecord(string Metric, string Message, DateTimeOffset At);
