namespace Rollout.History.Reporting;

/// <summary>The time that a report is about: from <see cref="Since"/>, before <see cref="Until"/>.</summary>
public sealed record ReportSpan(DateTimeOffset Since, DateTimeOffset Until)
{
    public double Days => (Until - Since).TotalDays;
}
