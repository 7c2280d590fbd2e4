namespace Rollout.Server.Client;

/// <summary>The series behind the verdict as the controller's API shows it, the parts that the terminal needs; oldest point first.</summary>
public sealed record EvidenceSeen(string? Revision, IReadOnlyList<EvidenceSeen.MetricSeries>? Metrics)
{
    /// <summary>The metric's last point; null when it has none.</summary>
    public Point? LastOf(string metric) =>
        (Metrics ?? []).FirstOrDefault(m => m.Name == metric)?.Points is [.., var last] ? last : null;

    public sealed record MetricSeries(string Name, IReadOnlyList<Point>? Points);

    public sealed record Point(DateTimeOffset? At, double? Effect, double? Low, double? High, double? LogEHarm, double? LogESafe);
}
