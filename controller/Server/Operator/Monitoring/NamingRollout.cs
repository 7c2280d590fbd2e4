namespace Rollout.Server.Operator.Monitoring;

/// <summary>A rollout that names an AcceptanceProbe.</summary>
/// <param name="Name">Of the rollout.</param>
/// <param name="Idle">Why it does not run the probe, as the end of a sentence: "is invalid: ..."; null: it does, or is about to.</param>
public sealed record NamingRollout(string Name, string? Idle);
