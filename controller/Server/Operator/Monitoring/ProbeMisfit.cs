namespace Rollout.Server.Operator.Monitoring;

/// <summary>Why a probe does not run as it should.</summary>
/// <param name="Reason">One word, of the condition.</param>
/// <param name="Message">Everything that is wrong, with place and how to mend it.</param>
public sealed record ProbeMisfit(string Reason, string Message);
