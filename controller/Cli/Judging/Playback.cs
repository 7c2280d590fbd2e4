using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>Plays recorded data to the judge, bucket by bucket, as a controller would have seen them.</summary>
internal static class Playback
{
    /// <param name="request">Sound, and in keeping with the data (<see cref="RequestRules"/>).</param>
    /// <param name="start">The request's.</param>
    /// <param name="data">Without problems.</param>
    /// <param name="looked">Told of every look that saw something, with the minutes since the start; null: nobody is.</param>
    /// <param name="cancellation">Looked at before every bucket.</param>
    public static JudgeReport Play(
        JudgeRequest request, DateTimeOffset start, RecordedData data, Action<double, Assessment>? looked, CancellationToken cancellation)
    {
        var span = new SeriesSpan(request.Bucket, start, request.End);
        var series = data.Cut(span, withValues: request.Kind == Statistic.Revenue);
        var dataEnd = span.StartOf(span.Floor(data.Range.Last) + 1);
        var plan = Plan(request, (request.End ?? dataEnd) - start);
        var baseline = Baselines.FromHistory(plan, series.History, series.Nodes, request.Canaries);
        baseline = request.Horizon is { } length
            ? baseline with
            {
                Horizon = HorizonThresholds.Simulate([new HorizonMetric("", plan, baseline)], request.Alpha, new HorizonSpan(start, length, request.Bucket)),
            }
            : baseline;
        var evidence = Primed(plan, baseline, series.History.Buckets, request.Canaries);
        var judged = 0;
        var last = start + request.WarmUp;
        foreach (var bucket in series.Judged)
        {
            cancellation.ThrowIfCancellationRequested();
            if (bucket.Start < start + request.WarmUp)
            {
                evidence = MetricJudge.Prime(plan, baseline, evidence, bucket, request.Canaries);
                continue;
            }

            judged++;
            last = bucket.End;
            var before = evidence.FleetEvents;
            evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, request.Canaries);

            // A bucket in which nothing happened moves no e-value: looking again would say the same. The interval is worked out once, at
            // the end, unless somebody looks at it in between.
            if (evidence.FleetEvents == before)
            {
                continue;
            }

            looked?.Invoke((bucket.End - start).TotalMinutes, Look(plan, baseline, evidence, request.Tolerance));
            if (Decides(MetricJudge.Decide(plan, baseline, evidence, request.Tolerance, Threshold(plan, baseline, evidence)), request))
            {
                var decided = Look(plan, baseline, evidence, request.Tolerance);
                return Report(request, decided.Verdict, bucket.End, last, decided, Notes(request, data, judged, dataEnd, decided));
            }
        }

        var seen = Look(plan, baseline, evidence, request.Tolerance);
        var report = Report(request, Verdict.Insufficient, null, last, seen, Notes(request, data, judged, dataEnd, seen));
        return request.Forecasts && seen.LogESafe < seen.SafeThreshold ? report with { Remaining = Remaining(plan, baseline, series, evidence, last) } : report;
    }

    private static Assessment Look(JudgePlan plan, Baseline baseline, Evidence evidence, double tolerance) =>
        MetricJudge.Assess(plan, baseline, evidence, tolerance, Threshold(plan, baseline, evidence));

    /// <summary>Of a planned length; null: ln(1/alpha).</summary>
    private static double? Threshold(JudgePlan plan, Baseline baseline, Evidence evidence) =>
        HorizonThresholds.Now([("", plan, baseline, evidence)]);

    /// <summary>Sessions of before the start may buy after it: as many of the last buckets as are remembered.</summary>
    private static Evidence Primed(
        JudgePlan plan, Baseline baseline, IReadOnlyList<FleetBucket> history, IReadOnlyCollection<string> canaries)
    {
        var evidence = MetricJudge.Begin(plan, baseline);
        if (history.Count > 0 && baseline.TrafficMemory is { } memory)
        {
            var since = history[^1].End - (5 * memory);
            evidence = history.Where(b => b.Start >= since).Aggregate(evidence, (e, b) => MetricJudge.Prime(plan, baseline, e, b, canaries));
        }

        return evidence;
    }

    private static JudgePlan Plan(JudgeRequest request, TimeSpan span) => new()
    {
        Statistic = request.Kind,
        Alpha = request.Alpha,
        AlphaPromote = request.AlphaPromote,
        Tolerance = request.Tolerance,
        HarmFloor = request.HarmFloor,
        Horizon = request.Horizon ?? span,
        WithoutCalibration = request.NoCalibration,
    };

    private static bool Decides(Verdict verdict, JudgeRequest request) => verdict switch
    {
        Verdict.Worse => true,
        Verdict.NoWorse or Verdict.Better => !request.IgnorePromote,
        Verdict.Insufficient or Verdict.Unavailable or Verdict.Misconfigured => false,
    };

    private static PromotionTime? Remaining(JudgePlan plan, Baseline baseline, FleetSeries series, Evidence evidence, DateTimeOffset now)
    {
        if (FleetRhythm.From(series.History, series.Nodes.Count) is not { } rhythm || baseline.ExpectedShare is not (> 0 and < 1))
        {
            return null;
        }

        return Forecaster.Of(new ForecastQuestion
        {
            Plan = plan,
            Baseline = baseline,
            Rhythm = rhythm,
            Bucket = series.History.BucketLength,
            Start = now,
            Tolerances = [plan.Tolerance],
            Evidence = evidence,
        }).Promotions[0];
    }

    private static JudgeReport Report(
        JudgeRequest request, Verdict verdict, DateTimeOffset? at, DateTimeOffset last, Assessment seen, IReadOnlyList<string> notes) => new()
    {
        Id = request.Id,
        Verdict = verdict,
        DecidedAt = at,
        Minutes = (at - request.Start)?.TotalMinutes,
        Assessment = seen,
        Over = last - request.Start - request.WarmUp,
        Notes = notes,
    };

    private static List<string> Notes(JudgeRequest request, RecordedData data, int judged, DateTimeOffset dataEnd, Assessment seen)
    {
        var notes = new List<string>(seen.Notes);
        notes.AddRange(data.Notes);
        if (judged == 0)
        {
            notes.Add("no bucket lies between the end of the warm-up and the end of the data: nothing was judged");
        }

        if (request.End > dataEnd)
        {
            notes.Add($"the data end at {Rfc3339.Format(dataEnd)}, before --end");
        }

        return notes;
    }
}
