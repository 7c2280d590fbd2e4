using Rollout.Api.Resources;

namespace Rollout.Api.Crds;

/// <summary>All kinds of ours.</summary>
public static class CustomKinds
{
    public static CustomKind StaggeredRollout { get; } = new("StaggeredRollout", "sr",
        "Rolls new versions of a workload out in stages: one node first, compared with what the rest of the fleet earns, promoted or rolled "
        + "back on evidence with a guaranteed error rate.",
        typeof(StaggeredRolloutSpec), typeof(RolloutStatus),
        [
            new("Phase", "string", ".status.phase", "Where the rollout is."),
            new("Stage", "string", ".status.stage.summary", "The open stage and how many nodes run the canary."),
            new("Effect", "string", ".status.verdict.metrics[0].effect", "What the canary earns relative to what is expected of it (-0.21: 21 % less), by the first objective."),
            new("Verdict", "string", ".status.verdict.overall", "What the judge says."),
            new("Stable", "string", ".status.stableRevision", "The revision that the fleet runs.", Wide: true),
            new("Canary", "string", ".status.canaryRevision", "The revision on trial.", Wide: true),
            new("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why it is where it is.", Wide: true),
            PrinterColumn.Age,
        ]);

    public static CustomKind BusinessMetric { get; } = new("BusinessMetric", "bm",
        "A business metric that rollouts are judged by: what is measured, where it is read, and which way is good.",
        typeof(BusinessMetricSpec), typeof(ConditionsStatus),
        [
            new("Kind", "string", ".spec.kind", "What it measures."),
            new("Unit", "string", ".spec.unit", "The unit of its values."),
            new("Interval", "string", ".spec.interval", "Its bucket."),
            new("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", "Whether it can be read."),
            PrinterColumn.Age,
        ]);

    public static CustomKind AcceptanceProbe { get; } = new("AcceptanceProbe", "ap",
        "A synthetic acceptance test in production: what a customer does, step after step, and what must come of it. Its orders are marked so "
        + "that they never count as revenue.",
        typeof(AcceptanceProbeSpec), typeof(ProbeStatus),
        [
            new("Interval", "string", ".spec.interval", "How often it runs."),
            new("Service", "string", ".spec.target.service", "The service that it asks."),
            new("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", "Whether it is valid and runs."),
            new("Passing", "string", ".status.conditions[?(@.type==\"Passing\")].status", "Whether it passes wherever it runs."),
            PrinterColumn.Age,
        ]);

    public static IReadOnlyList<CustomKind> All { get; } = [StaggeredRollout, BusinessMetric, AcceptanceProbe];
}
