using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Tests.Judging;

/// <summary>A shop of four nodes whose n1 tries v2; what a test does not say is as here.</summary>
internal static class Shop
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Bucket = TimeSpan.FromSeconds(10);
    public static readonly string[] Nodes = ["n1", "n2", "n3", "n4"];

    public static StaggeredRolloutSpec Spec(params RolloutMetric[] metrics) => new()
    {
        Metrics = metrics.Length > 0 ? metrics : [Metric("orders")],
        WarmUp = TimeSpan.FromSeconds(30),
        Deadline = TimeSpan.FromHours(1),
    };

    public static RolloutMetric Metric(string name, MetricRole role = MetricRole.Objective, MetricKind kind = MetricKind.Count) => new()
    {
        Name = name,
        Role = role,
        Tolerance = 0.2m,
        Metric = new BusinessMetricSpec { Kind = kind, Unit = "EUR", Interval = Bucket, Source = new MetricSource(), Selectors = new MetricSelectors() },
    };

    public static Progress OnTrial() => Progress.Initial with
    {
        Phase = Phase.Judging,
        Reason = "Judging",
        Message = "n1 is compared with the others",
        Since = Noon,
        StableRevision = "v1",
        CanaryRevision = "v2",
        Trial = 1,
        Stage = new StageProgress { Index = 0, Nodes = 1, FleetNodes = 4, Since = Noon },
        CanaryNodes = ["n1"],
    };

    public static Progress AtRest() => Progress.Initial with { StableRevision = "v1" };

    public static FleetState Fleet(params ObservedNode[] others) =>
        new([.. Nodes.Select(n => others.FirstOrDefault(o => o.Name == n) ?? new ObservedNode(n, n == "n1" ? "v2" : "v1", true))]);

    public static Observed<FleetState> Seen(params ObservedNode[] others) => new Observed<FleetState>.Known(Fleet(others));

    /// <summary>Bucket number <paramref name="at"/> after noon; every node counts ten, the canary what is told.</summary>
    public static FleetBucket At(int at, double canary = 10) => Of(at, [.. Nodes.Select(n => (n, n == "n1" ? canary : 10))]);

    public static FleetBucket Of(int at, params (string Node, double Count)[] counts) => new(Noon + (at * Bucket), Bucket,
        counts.ToDictionary(c => c.Node, c => new Measure { Count = c.Count, Sum = 100 * c.Count }, StringComparer.Ordinal));

    public static FleetHistory History(int buckets) =>
        new() { BucketLength = Bucket, Buckets = [.. Enumerable.Range(-buckets, buckets).Select(i => At(i, 10 + (i % 3)))] };

    public static IReadOnlyDictionary<string, T> Named<T>(string name, T value) =>
        new Dictionary<string, T>(StringComparer.Ordinal) { [name] = value };
}
