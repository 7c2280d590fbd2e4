using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>Reads and writes what is recorded of one rollout. Decides nothing.</summary>
public sealed class Archive
{
    /// <summary>History that a calibration looks back on.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(14);

    private readonly LoopParts parts;
    private readonly RolloutKey key;

    public Archive(LoopParts parts)
    {
        this.parts = parts;
        key = parts.Key;
    }

    /// <exception cref="RecordingException">The store cannot be read or is not understood: nothing may be done then.</exception>
    public async ValueTask<StoredRollout> ReadAsync(CancellationToken cancellationToken) => await parts.Recorder.ReadAsync(key, cancellationToken) switch
    {
        Observed<RolloutRecord>.Known known => Stored(known.Value),
        Observed<RolloutRecord>.Missing => Stored(new RolloutRecord { Key = key, Progress = Progress.Initial }),
        Observed<RolloutRecord>.Unreadable unreadable => throw new RecordingException(unreadable.Reason),
        _ => throw new InvalidOperationException("an observation has no fourth form"),
    };

    /// <summary>Calibrates on the history that is there and begins the evidence of a new trial.</summary>
    public async ValueTask<Trial> BeginAsync(Progress next, Observed<FleetState> fleet, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var histories = new Dictionary<string, FleetHistory>(StringComparer.Ordinal);
        foreach (var metric in parts.Spec.Metrics)
        {
            var bins = parts.Session.Bins(metric.Name);
            var recorded = await parts.Series.ReadBucketsAsync(key, metric.Name, now - LookBack, cancellationToken);
            var past = parts.Past?.Invoke(metric.Name);
            histories[metric.Name] = Histories.Of(
                metric.Metric?.Interval ?? TimeSpan.FromMinutes(1), bins ?? past?.Bins, Histories.Joined(past?.Buckets ?? [], recorded, now - LookBack));
        }

        var nodes = fleet is Observed<FleetState>.Known known ? known.Value.Nodes.Select(n => n.Name) : parts.Lookout.Names;
        return Trials.Begin(next.Trial, parts.Spec, histories, [.. nodes], next.CanaryNodes, now);
    }

    /// <summary>One fenced write of the whole pass; null when somebody else wrote in between. A pass that changed nothing writes nothing.</summary>
    /// <exception cref="RecordingException">The store refuses: nothing may be done then.</exception>
    public async ValueTask<StoredRollout?> WriteAsync(PassDraft draft, CancellationToken cancellationToken)
    {
        var (read, plan, trial) = (draft.Read, draft.Plan, draft.Trial);
        var conditions = Conditions.Derive(draft.World with { Progress = plan.Next }, read.Conditions);
        var next = read with { Progress = plan.Next, Trial = trial, Conditions = conditions, Steady = draft.Steady };
        var news = PassNews.Of(draft, parts.Spec) with { Published = parts.Publish?.Invoke(draft) };
        if (plan.Next == read.Progress && ReferenceEquals(trial, read.Trial) && !draft.IsUnpublished && conditions.Equals(read.Conditions)
            && draft.Steady.IsAs(read.Steady) && (parts.Series.IsWrittenAlong ? PassNews.IsNone(news) : PassNews.IsSeriesOnly(news)))
        {
            parts.Series.Keep(key, news);
            return next;
        }

        var record = new RolloutRecord
        {
            Key = key,
            Progress = plan.Next,
            EvidenceTrial = trial?.Number ?? 0,
            Evidence = trial?.Evidence ?? new Dictionary<string, Evidence>(StringComparer.Ordinal),
            Baselines = trial?.Baselines ?? new Dictionary<string, Baseline>(StringComparer.Ordinal),
            Conditions = conditions,
            Steady = draft.Steady.Nodes,
        };
        switch (await parts.Recorder.WriteAsync(record, read.Version, news, cancellationToken))
        {
            case RecordResult.Written written:
                parts.Series.Keep(key, news);
                return next with { Version = written.Version, Orders = [] };
            case RecordResult.Conflict:
                return null;
            case RecordResult.Refused refused:
                throw new RecordingException(refused.Reason);
            default:
                throw new InvalidOperationException("a write has no fourth outcome");
        }
    }

    public ValueTask<IReadOnlyList<MetricPoint>> PointsAsync(string revision, CancellationToken cancellationToken) =>
        parts.Series.ReadPointsAsync(key, revision, cancellationToken);

    /// <summary>Newest first.</summary>
    public async ValueTask<IReadOnlyList<Happening>> HappeningsAsync(int most, CancellationToken cancellationToken) =>
        [.. (await parts.Series.ReadLatestHappeningsAsync(key, most, cancellationToken)).Select(h => h.Happening)];

    private static StoredRollout Stored(RolloutRecord record) => new(
        record.Version, record.Progress,
        record.EvidenceTrial == 0 ? null : new Trial { Number = record.EvidenceTrial, Baselines = record.Baselines, Evidence = record.Evidence },
        record.Wanted, record.Orders, ValueList.From(record.Conditions), new SteadyNodes { Nodes = record.Steady });
}
