using System.Globalization;
using Rollout.Api.Binding;

namespace Rollout.Api.Resources;

/// <summary>The resources that a spec names.</summary>
public static class References
{
    private const string MetricKind = "BusinessMetric";
    private const string ProbeKind = "AcceptanceProbe";

    /// <summary>All of them, in the order they stand.</summary>
    public static IReadOnlyList<ResourceReference> Of(StaggeredRolloutSpec spec) =>
    [
        .. spec.Metrics.Select((metric, i) => (metric.MetricRef, Place: Place("metrics", i, ".metricRef")))
            .Where(metric => metric.MetricRef is not null)
            .Select(metric => new ResourceReference(MetricKind, metric.MetricRef!, metric.Place)),
        .. spec.Probes.Select((probe, i) => (probe, Place: Place("probes", i, "")))
            .Where(probe => probe.probe.Probe is null)
            .Select(probe => new ResourceReference(ProbeKind, probe.probe.Name, probe.Place)),
    ];

    /// <summary>Puts what is named in the place of its name. What is not in the dictionaries is missing.</summary>
    /// <param name="spec">The rollout's.</param>
    /// <param name="metrics">The namespace's BusinessMetrics, by name.</param>
    /// <param name="probes">Its AcceptanceProbes, by name.</param>
    public static ResolvedSpec Resolve(
        StaggeredRolloutSpec spec, IReadOnlyDictionary<string, Bound<BusinessMetricSpec>> metrics, IReadOnlyDictionary<string, Bound<AcceptanceProbeSpec>> probes)
    {
        var missing = new List<ResourceReference>();
        var problems = new List<Problem>();
        foreach (var named in Of(spec))
        {
            var found = named.Kind == MetricKind ? metrics.GetValueOrDefault(named.Name)?.Problems : probes.GetValueOrDefault(named.Name)?.Problems;
            if (found is null)
            {
                missing.Add(named);
            }
            else
            {
                problems.AddRange(found.Select(problem => problem with { Place = $"{named.Kind}/{named.Name} {problem.Place}" }));
            }
        }

        return missing.Count > 0 || problems.Count > 0 ? new ResolvedSpec(null, missing, [.. problems.Distinct()]) : new ResolvedSpec(spec with
        {
            Metrics = [.. spec.Metrics.Select(metric => metric.MetricRef is { } name ? metric with { Metric = metrics[name].Value } : metric)],
            Probes = [.. spec.Probes.Select(probe => probe.Probe is null ? probe with { Probe = probes[probe.Name].Value } : probe)],
        }, [], []);
    }

    private static string Place(string list, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"spec.{list}[{index}]{field}");
}
