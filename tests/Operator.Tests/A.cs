using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>What tests are about when they do not say otherwise: a shop that was promoted and rests.</summary>
internal static class A
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public const string Spec = """
        {"workload": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"},
         "metrics": [{"name": "dollars", "metricRef": {"name": "dollars-per-minute"}}, {"name": "errors", "metricRef": {"name": "errors"}, "role": "Guard"}]}
        """;

    public const string Status = """
        {"observedGeneration": 3, "observedWorkloadGeneration": 12, "phase": "Promoted", "stableRevision": "v1", "refusedRevisions": [{"revision": "v0", "reason": "HarmProven", "at": "2026-11-19T10:00:00Z"}],
         "conditions": [{"type": "Ready", "status": "True", "reason": "AtRest", "message": "The fleet runs v1", "lastTransitionTime": "2026-11-20T10:00:00Z"}],
         "outcomes": [{"result": "Promoted", "revision": "v1", "reason": "RevisionPromoted", "startedAt": "2026-11-20T09:00:00Z", "endedAt": "2026-11-20T10:00:00Z"}],
         "evidence": {"version": 1, "sequence": 41, "progress": "SECRETLY-LARGE", "metrics": []}}
        """;

    /// <summary>As an informer reads it.</summary>
    public static RolloutSnapshot Rollout(string status = Status, string spec = Spec, string meta = "")
    {
        var json = $$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout",
             "metadata": {"name": "shop", "namespace": "store", "uid": "u1", "resourceVersion": "77", "generation": 3, "finalizers": ["{{RestCheck.Finalizer}}"] {{meta}} },
             "spec": {{spec}}, "status": {{status}} }
            """;
        return JsonSerializer.Deserialize(json, OperatorKinds.Rollouts.Json)!;
    }

    public static ResolvedRollout Resolved(params IReadOnlyList<Problem> problems) => new()
    {
        Spec = new StaggeredRolloutSpec
        {
            Metrics =
            [
                new RolloutMetric
                {
                    Name = "dollars",
                    Metric = new BusinessMetricSpec
                    {
                        Kind = MetricKind.Count, Source = new MetricSource { Prometheus = new PrometheusSource("http://prometheus:9090") },
                        Selectors = new MetricSelectors { Count = "orders_total" },
                    },
                },
            ],
        },
        Problems = problems,
        Target = new WorkloadTarget(Fleets.Kubernetes.WorkloadKind.Deployment, "store", "shop", ResolvedRollout.OwnerOf(Rollout())),
    };

    public static WorkloadObservation Seen(string wanted = "v1", params (string Name, string? Revision)[] nodes) => new()
    {
        WantedRevision = wanted,
        RunningRevision = "v1",
        RunningName = "shop-5d97989fcc",
        WorkloadGeneration = 12,
        Fleet = new FleetState([.. (nodes.Length > 0 ? nodes : [("a", "v1"), ("b", "v1")]).Select(n => new ObservedNode(n.Name, n.Revision, n.Revision is not null))]),
    };

    public static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
