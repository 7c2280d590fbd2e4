using System.Collections.Immutable;

namespace Rollout.Judge;

/// <summary>
/// Every control judged as if it were a canary, among the controls, while a rollout runs (judge/README.md 2.5, 2.6). Under a calibration
/// that still holds, the mean of these e-values is one too: when it crosses 1/alpha the nodes differ by more than they did in
/// the past, and what is said of the real canary has no ground to stand on just now. The mean, not "any of them": of a hundred controls
/// one would cross in most rollouts. Kept in memory only; a restart begins it anew.
/// </summary>
public sealed record PlaceboWatch
{
    /// <summary>Controls that are watched; of a larger fleet so many, evenly by name.</summary>
    public const int Most = 50;

    public static readonly PlaceboWatch Begin = new();

    private ImmutableSortedDictionary<string, Evidence> Controls { get; init; } =
        ImmutableSortedDictionary.Create<string, Evidence>(StringComparer.Ordinal);

    public int Watched => Controls.Count;

    /// <summary>With one more bucket. A control that becomes a canary is no longer one.</summary>
    public PlaceboWatch After(JudgePlan plan, Baseline baseline, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        var controls = bucket.Nodes.Keys.Where(n => !canaries.Contains(n)).Order(StringComparer.Ordinal).ToList();
        if (controls.Count < 2 || baseline.Bounds.Count > 0)
        {
            return this;
        }

        var among = bucket with { Nodes = controls.ToDictionary(n => n, n => bucket.Nodes[n], StringComparer.Ordinal) };
        var (events, expected) = (Events(plan), Events(baseline));
        var watched = Controls.Count > 0 ? Controls.Keys : Spread(controls);
        var next = Controls.Where(c => !canaries.Contains(c.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal).ToBuilder();
        foreach (var control in watched.Where(among.Nodes.ContainsKey))
        {
            var before = next.GetValueOrDefault(control) ?? MetricJudge.Begin(events, expected);
            next[control] = MetricJudge.Observe(events, expected, before, among, [control]);
        }

        return this with { Controls = next.ToImmutable() };
    }

    /// <summary>ln of the mean e-value; 0 before any.</summary>
    public double LogMean(JudgePlan plan, Baseline baseline) => Controls.Count == 0
        ? 0
        : LogSpace.Sum([.. Controls.Values.Select(e => MetricJudge.LogHarm(Events(plan), Events(baseline), e))]) - Math.Log(Controls.Count);

    /// <summary>Orders are enough to see nodes drift apart.</summary>
    private static JudgePlan Events(JudgePlan plan) => plan.Statistic == Statistic.Revenue ? plan with { Statistic = Statistic.Count } : plan;

    private static Baseline Events(Baseline baseline) =>
        baseline with { Money = null, Rank = null, Values = null, SquaredVariation = null, Split = null };

    private static IEnumerable<string> Spread(List<string> controls)
    {
        var many = Math.Min(Most, controls.Count);
        return Enumerable.Range(0, many).Select(i => controls[(int)((long)i * controls.Count / many)]);
    }
}
