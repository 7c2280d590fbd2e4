namespace Rollout.History.Reporting;

/// <summary>How often production got a new version on every node.</summary>
/// <param name="Deployments">Promoted releases.</param>
/// <param name="PerWeek">Null for a span of less than a day.</param>
/// <param name="DaysWithOne">Days (UTC) on which there was at least one.</param>
public sealed record DeploymentFrequency(int Deployments, double? PerWeek, int DaysWithOne);
