namespace Rollout.Telemetry;

/// <param name="Result">Promoted, RolledBack, Superseded or Aborted.</param>
/// <param name="Reason">CamelCase.</param>
/// <param name="At">When.</param>
public sealed record TrialEnd(string Result, string Reason, DateTimeOffset At);
