using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Projection;

/// <summary>What the judge says, in the contract's shape.</summary>
internal static class VerdictProjection
{
    /// <summary>Of the trial under way, else of the last one; null before the first.</summary>
    public static JsonObject? Of(Picture picture)
    {
        if (picture.Progress.Stage is not null && picture.Judgement is Observed<JudgeView>.Unreadable away)
        {
            return new JsonObject { ["overall"] = nameof(Verdict.Unavailable), ["metrics"] = new JsonArray(), ["message"] = away.Reason };
        }

        var view = picture.Progress.Stage is not null && picture.Judgement is Observed<JudgeView>.Known known ? known.Value : picture.Last;
        return view is null ? null : new JsonObject
        {
            ["overall"] = Overall(view, Deciding(picture.Spec, view)).ToString(),
            ["asOf"] = Figures.Time(view.AsOf),
            ["metrics"] = StatusProjection.Array(view.Metrics, metric => Metric(picture, view, metric)),
        };
    }

    /// <summary>All deciding metrics together.</summary>
    internal static Verdict Overall(StaggeredRolloutSpec spec, JudgeView view) => Overall(view, Deciding(spec, view));

    private static List<Verdict> Deciding(StaggeredRolloutSpec spec, JudgeView view) =>
    [
        .. spec.Metrics.Where(m => m.Role == MetricRole.Objective)
            .Select(m => view.Metrics.FirstOrDefault(v => v.Name == m.Name)?.Assessment.Verdict ?? Verdict.Insufficient),
    ];

    /// <summary>Time still expected until the stage may be left, the slowest objective's; null where nothing is being judged.</summary>
    public static JsonObject? Forecast(Picture picture)
    {
        if (picture.Progress.Phase is not (Phase.Judging or Phase.Held or Phase.WarmingUp) || picture.Judgement is not Observed<JudgeView>.Known { Value: var view })
        {
            return null;
        }

        var objectives = view.Metrics.Where(v => picture.Spec.Metrics.Any(m => m.Name == v.Name && m.Role == MetricRole.Objective)).ToList();
        if (objectives.Count == 0 || objectives.Any(o => o.Remaining is null))
        {
            return objectives.Any(o => o.PromotionLikely == false || o.Forecast?.Promotions is [{ Possible: false }])
                ? new JsonObject { ["remaining"] = null, ["text"] = "this fleet cannot exclude a loss of the tolerance with these canaries: its nodes differ too much; more nodes or a coarser tolerance would" }
                : null;
        }

        // A forecast counts from its own moment and with the warm-up.
        var warming = picture.Progress.WarmUpUntil is { } warm && warm > picture.Now ? warm - picture.Now : TimeSpan.Zero;
        var slowest = objectives.MaxBy(Left)!;
        var longest = TimeSpan.FromSeconds(Math.Ceiling(Left(slowest).TotalSeconds));
        TimeSpan Left(MetricView view) => view.Remaining!.Value + (view.Forecast is null ? warming : TimeSpan.Zero);
        return new JsonObject
        {
            ["remaining"] = DurationText.Format(longest),
            ["text"] = longest == TimeSpan.Zero
                ? "the evidence to leave this stage is there"
                : $"about {DurationText.Format(longest)} more to leave this stage if nothing is lost{ForecastWords.Mostly(slowest.RemainingMostly)}"
                    + (ForecastWords.Caught(objectives.Select(o => o.Forecast), picture.Progress.CanaryNodes.Count) is { Length: > 0 } caught ? $"; {caught}" : ""),
        };
    }

    private static Verdict Overall(JudgeView view, List<Verdict> objectives) =>
        view.Together?.Verdict == Verdict.Worse || view.Metrics.Any(m => m.Assessment.Verdict == Verdict.Worse) ? Verdict.Worse
        : objectives.Contains(Verdict.Misconfigured) ? Verdict.Misconfigured
        : objectives.Contains(Verdict.Unavailable) ? Verdict.Unavailable
        : objectives.Count == 0 || objectives.Contains(Verdict.Insufficient) ? Verdict.Insufficient
        : objectives.Contains(Verdict.NoWorse) ? Verdict.NoWorse
        : Verdict.Better;

    private static JsonObject Metric(Picture picture, JudgeView judged, MetricView view)
    {
        var (said, spec) = (view.Assessment, picture.Spec);
        return new JsonObject
        {
            ["name"] = view.Name,
            ["role"] = spec.Metrics.FirstOrDefault(m => m.Name == view.Name)?.Role.ToString(),
            ["unit"] = view.Unit,
            ["verdict"] = said.Verdict.ToString(),
            ["explanation"] = Explanation(picture, judged, view),
            ["trouble"] = view.Trouble,
            ["effect"] = Figures.Text(said.Effect),
            ["low"] = Figures.Text(said.Low),
            ["high"] = Figures.Text(said.High),
            ["logEHarm"] = Figures.Text(said.LogEHarm),
            ["logESafe"] = Figures.Text(said.LogESafe),
            ["harmThreshold"] = Figures.Text(said.HarmThreshold),
            ["safeThreshold"] = Figures.Text(said.SafeThreshold),
            ["tolerance"] = Figures.Text(view.Tolerance),
            ["canaryEvents"] = Figures.Text(said.CanaryEvents, 0),
            ["fleetEvents"] = Figures.Text(said.FleetEvents, 0),
            ["phi"] = Figures.Text(said.Phi),
            ["sigma0"] = Figures.Text(said.Sigma0),
            ["expectedShare"] = Figures.Text(said.ExpectedShare),
            ["forecast"] = ForecastProjection.Of(view.Forecast),
            ["notes"] = StatusProjection.Array(said.Notes, note => JsonValue.Create(note)),
        };
    }

    /// <summary>The verdict in sentences; null for a metric that the spec does not hold any more.</summary>
    private static string? Explanation(Picture picture, JudgeView judged, MetricView view)
    {
        var over = judged is { From: { } from, AsOf: { } asOf } ? asOf - from : (TimeSpan?)null;
        return picture.Spec.Metrics.FirstOrDefault(m => m.Name == view.Name) is { } metric
            ? VerdictSentence.Of(view.Assessment, Accounts.Of(metric, view, picture.Progress.CanaryNodes, over) with { Alpha = (double)picture.Spec.ErrorRates.FalseRollback })
            : null;
    }
}
