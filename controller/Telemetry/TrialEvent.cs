namespace Rollout.Telemetry;

/// <param name="Reason">CamelCase.</param>
/// <param name="Message">A sentence.</param>
/// <param name="At">When.</param>
public sealed record TrialEvent(string Reason, string Message, DateTimeOffset At);
