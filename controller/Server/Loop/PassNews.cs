using Rollout.Api;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>What a pass adds to the record beside the progress: happenings, outcomes, answered orders, calm buckets, points for the page. Pure.</summary>
public static class PassNews
{
    public static RecordedNews Of(PassDraft draft, StaggeredRolloutSpec spec) => new()
    {
        Happenings = draft.Plan.Happenings,
        Outcomes = [.. draft.Plan.Next.Outcomes.Except(draft.Read.Progress.Outcomes)],
        TakenOrders = Taken(draft),
        Buckets = Counting.IsCalm(draft.Read.Progress) ? Calm(draft) : [],
        Points = Points(draft, spec),
    };

    public static bool IsNone(RecordedNews news) => IsSeriesOnly(news) && news.Buckets.Count == 0 && news.Points.Count == 0;

    /// <summary>Nothing but what goes on beside the record.</summary>
    public static bool IsSeriesOnly(RecordedNews news) => news.Happenings.Count == 0 && news.Outcomes.Count == 0 && news.TakenOrders.Count == 0;

    /// <summary>Every order of the world is answered by its plan.</summary>
    private static List<TakenOrder> Taken(PassDraft draft) =>
    [
        .. draft.Read.Orders.Select(request => new TakenOrder(
            request.Id, draft.Plan.Orders.FirstOrDefault(answer => ReferenceEquals(answer.Order, request.Order) || answer.Order == request.Order)?.Note)),
    ];

    /// <summary>A bucket in which fewer than two nodes could be compared says nothing about how nodes compare.</summary>
    private static List<MetricBucket> Calm(PassDraft draft) =>
    [
        .. draft.Screened.SelectMany(metric => metric.Value.Where(b => b.Nodes.Count > 1).Select(b => new MetricBucket(metric.Key, b))),
    ];

    private static List<MetricPoint> Points(PassDraft draft, StaggeredRolloutSpec spec)
    {
        var points = new List<MetricPoint>();
        if (draft.Read.Progress is not { Stage: { } stage, CanaryRevision: { } revision } || ReferenceEquals(draft.Trial, draft.Read.Trial)
            || draft.World.Judgement is not Observed<JudgeView>.Known { Value: var view } || draft.Plan.Evidence == EvidenceAction.BeginAfresh)
        {
            return points;
        }

        foreach (var metric in spec.Metrics)
        {
            if (view.Metrics.FirstOrDefault(m => m.Name == metric.Name) is { Assessment: var said }
                && draft.Trial?.Evidence.GetValueOrDefault(metric.Name)?.LastEnd is { } at && said.FleetEvents > 0)
            {
                points.Add(new MetricPoint(revision, metric.Name, at, said.Effect, said.Low, said.High, said.LogEHarm, said.LogESafe, stage.Index));
            }
        }

        return points;
    }
}
