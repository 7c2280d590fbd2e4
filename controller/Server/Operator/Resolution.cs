using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Api.Crds;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics;
using Rollout.Probes;

namespace Rollout.Server.Operator;

/// <summary>
/// Reads a rollout's spec and puts what it names in the place of the names: everything that is wrong at once. A metric is looked up in the
/// rollout's own namespace. Pure but for the caches that it looks into.
/// </summary>
/// <param name="caches">Rollouts, metrics and probes.</param>
/// <param name="prometheus">The server of metrics whose source names none; null: there is none.</param>
public sealed class Resolution(RolloutCaches caches, string? prometheus = null)
{
    private static readonly IReadOnlyDictionary<string, Bound<AcceptanceProbeSpec>> NoProbes = new Dictionary<string, Bound<AcceptanceProbeSpec>>(StringComparer.Ordinal);

    public ResolvedRollout Of(RolloutSnapshot rollout)
    {
        var space = rollout.Key.Namespace;
        var target = rollout.Kind is { } kind && rollout.Workload.Length > 0
            ? new WorkloadTarget(kind, space, rollout.Workload, ResolvedRollout.OwnerOf(rollout)) : null;
        var bound = Bind(rollout);
        if (bound.Value is not { } spec)
        {
            return new ResolvedRollout { Spec = new StaggeredRolloutSpec(), Problems = bound.Problems, Target = target };
        }

        var problems = new List<Problem>(bound.Problems);
        var named = References.Of(spec);
        var resolved = References.Resolve(spec, MetricsOf(space, named), spec.Probes.Count > 0 ? caches.ProbesOf(space) : NoProbes);
        problems.AddRange(resolved.Problems);
        problems.AddRange(resolved.Missing.Select(m => new Problem(m.Place, $"names the {m.Kind} {m.Name}, which is not in the namespace {space}", "create it, or name another")));
        spec = OwnServer.Into(resolved.Spec ?? spec, prometheus);
        problems.AddRange(spec.Metrics.SelectMany((m, i) => m.Metric is null ? [] : MetricValidation.Problems(m.Metric, $"spec.metrics[{i}].metric")));
        problems.AddRange(spec.Probes.SelectMany(p => p.Probe is null ? [] : ProbeValidation.Problems(p.Probe, $"AcceptanceProbe {p.Name} spec")));
        if (target is not null && !caches.Kinds.Contains(target.Kind))
        {
            problems.Add(new Problem("spec.workload.kind", $"is {target.Kind}, which this controller may not read",
                $"allow it (the chart's workloads); it reads {string.Join(", ", caches.Kinds.Order().Select(k => k.ToString()))}"));
        }

        if (target is not null && Elder(rollout, target) is { } elder)
        {
            problems.Add(new Problem("spec.workload", $"{target.Kind} {target.Name} is rolled out by the StaggeredRollout {elder.Key.Name} already", "delete one of the two, or name another workload"));
        }

        return new ResolvedRollout { Spec = spec, Problems = [.. problems.Distinct()], Target = target };
    }

    /// <summary>Of several on one workload the oldest has it, then the first by name; one that is going has it until it is gone.</summary>
    private RolloutSnapshot? Elder(RolloutSnapshot rollout, WorkloadTarget target)
    {
        var first = caches.Of(target.Kind, target.Namespace, target.Name)
            .OrderBy(r => r.Metadata?.CreationTimestamp).ThenBy(r => r.Key.Name, StringComparer.Ordinal).FirstOrDefault();
        return first is null || first.Uid == rollout.Uid ? null : first;
    }

    private Dictionary<string, Bound<BusinessMetricSpec>> MetricsOf(string space, IReadOnlyList<ResourceReference> named)
    {
        var found = new Dictionary<string, Bound<BusinessMetricSpec>>(StringComparer.Ordinal);
        foreach (var reference in named.Where(n => n.Kind == CustomKinds.BusinessMetric.Kind))
        {
            if (caches.Metrics.Find(new ObjectKey(space, reference.Name)) is { } metric)
            {
                found[reference.Name] = metric.Spec;
            }
        }

        return found;
    }

    private static Bound<StaggeredRolloutSpec> Bind(RolloutSnapshot rollout)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", CustomKind.ApiVersion);
            writer.WriteString("kind", CustomKinds.StaggeredRollout.Kind);
            writer.WriteStartObject("metadata");
            writer.WriteString("name", rollout.Key.Name);
            writer.WriteString("namespace", rollout.Key.Namespace);
            writer.WriteEndObject();
            if (rollout.Spec.Length > 0)
            {
                writer.WritePropertyName("spec");
                writer.WriteRawValue(rollout.Spec);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return ResourceReading.Rollout(document.RootElement).Spec;
    }
}
