using System.Collections.Immutable;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>
/// Whether the nodes can be compared just now: the controls judged among themselves, metric by metric, since the trial began. Not
/// recorded (design section 3.6); a restart begins it anew.
/// </summary>
public sealed record Comparability
{
    public static readonly Comparability Unknown = new();

    private int Trial { get; init; }

    private ImmutableDictionary<string, PlaceboWatch> Watches { get; init; } = ImmutableDictionary.Create<string, PlaceboWatch>(StringComparer.Ordinal);

    private ImmutableDictionary<string, FleetLevelWatch> Levels { get; init; } = ImmutableDictionary.Create<string, FleetLevelWatch>(StringComparer.Ordinal);

    /// <summary>With what was counted in this pass; a new trial begins anew.</summary>
    public Comparability After(
        Trial? trial, StaggeredRolloutSpec spec, Progress progress, IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> screened)
    {
        if (trial is null || trial.Number != progress.Trial || progress.Stage is null)
        {
            return Unknown;
        }

        var (watches, levels) = Trial == trial.Number ? (Watches, Levels) : (Unknown.Watches, Unknown.Levels);
        foreach (var (metric, plan) in Objectives(spec))
        {
            if (trial.Baselines.TryGetValue(metric, out var baseline) && screened.TryGetValue(metric, out var buckets))
            {
                var watch = watches.GetValueOrDefault(metric, PlaceboWatch.Begin);
                var inOrder = buckets.OrderBy(b => b.Start).ToList();
                watches = watches.SetItem(metric, inOrder.Aggregate(watch, (w, b) => w.After(plan, baseline, b, progress.CanaryNodes)));
                if (inOrder.Count > 0 && baseline is { Rhythm: { } rhythm, Level: { } calibration })
                {
                    // The controls stand for the fleet: what the canary does is the judge's.
                    var level = levels.GetValueOrDefault(metric) ?? FleetLevelWatch.Begin(rhythm, calibration, inOrder[0].Start, spec.Deadline);
                    levels = levels.SetItem(metric, inOrder.Aggregate(level, (w, b) => w.After(Controls(b, progress))));
                }
            }
        }

        return new Comparability { Trial = trial.Number, Watches = watches, Levels = levels };
    }

    /// <summary>Why they cannot, or null.</summary>
    public string? Trouble(Trial? trial, StaggeredRolloutSpec spec)
    {
        foreach (var (metric, plan) in Objectives(spec))
        {
            if (trial?.Number == Trial && Levels.TryGetValue(metric, out var level) && level is { IsDown: true, Level: { } of })
            {
                return FormattableString.Invariant(
                    $"{metric}: the nodes on stable do {(1 - of) * 100:0} % less than they should at this hour; what hits all at once is none of the canary's doing, and hides what is");
            }

            if (trial?.Number == Trial && trial.Baselines.TryGetValue(metric, out var baseline) && Watches.TryGetValue(metric, out var watch)
                && watch.LogMean(plan, baseline) is var mean && mean >= -Math.Log(plan.Alpha))
            {
                return FormattableString.Invariant(
                    $"{metric}: the {watch.Watched} nodes on stable differ from each other by more than they did in the past (mean e-value {Math.Exp(Math.Min(mean, 30)):0}, {1 / plan.Alpha:0} is proof)");
            }
        }

        return null;
    }

    private static FleetBucket Controls(FleetBucket bucket, Progress progress) => bucket with
    {
        Nodes = bucket.Nodes.Where(n => !progress.CanaryNodes.Contains(n.Key)).ToDictionary(StringComparer.Ordinal),
    };

    private static IEnumerable<(string Metric, JudgePlan Plan)> Objectives(StaggeredRolloutSpec spec) =>
        spec.Metrics.Zip(JudgePlans.For(spec)).Where(m => m.First.Role == MetricRole.Objective).Select(m => (m.First.Name, m.Second));
}
