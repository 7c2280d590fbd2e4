using Microsoft.Extensions.Logging;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>
/// Forecasts beside the loop: worked out in the background after a pass, kept in memory, shown by the passes after it. The loop never
/// waits for one and decides nothing by one.
/// </summary>
public sealed partial class OutlookWatch(LoopParts parts, Archive archive) : IAsyncDisposable
{
    /// <summary>A history shorter than this says nothing.</summary>
    private const int FewestBuckets = 10;

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(10);
    private readonly CancellationTokenSource stop = new();
    private volatile Outlook? trial;
    private volatile Outlook? start;
    private DateTimeOffset tried = DateTimeOffset.MinValue;
    private DateTimeOffset? failed;

    /// <summary>Of the trial under way; look whether it is of the stage that is open (<see cref="Outlooks.IsOf"/>).</summary>
    public Outlook? Trial => trial;

    /// <summary>Of a trial that would be begun now; null while too little is known.</summary>
    public Outlook? Start => start;

    /// <summary>What is being worked out, ended or not.</summary>
    internal Task UnderWay { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to work out what is due, one thing at a time.</summary>
    public void Look(PassResult pass)
    {
        var (progress, now) = (pass.World.Progress, pass.World.Now);
        if (!UnderWay.IsCompleted || (failed is { } fault && !IsOver(fault, now, Often)) || pass.World.Fleet is not Observed<FleetState>.Known { Value: var fleet })
        {
            return;
        }

        if (Outlooks.IsAhead(progress) && pass.Trial is { } under)
        {
            if (trial is not { } last || !Outlooks.IsOf(last, progress) || IsOver(last.AsOf, now, Period(last)))
            {
                UnderWay = BesideAsync(_ => ValueTask.FromResult(trial = Outlooks.Of(parts.Spec, progress, fleet, under, now)));
            }
        }
        else if (Counting.IsCalm(progress) && IsOver(tried, now, start is null ? Again : Seldom))
        {
            tried = now;
            UnderWay = BesideAsync(cancel => StartAsync(progress, fleet, now, cancel));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await UnderWay;
        stop.Dispose();
    }

    /// <summary>Until there is a history: as long as it takes to have one, at most a minute.</summary>
    private TimeSpan Again => parts.Spec.Metrics.Select(m => FewestBuckets * m.Metric?.Interval).Append(Often).Min()!.Value;

    /// <summary>Once a minute; more often where the stage is expected to last no longer than that.</summary>
    private static TimeSpan Period(Outlook last)
    {
        var quarter = last.Metrics.Values.SelectMany(m => m.Promotions).Min(p => p.Median) / 4 ?? Often;
        return quarter < Soonest ? Soonest : quarter < Often ? quarter : Often;
    }

    /// <summary>A clock that was set back is not waited for.</summary>
    private static bool IsOver(DateTimeOffset since, DateTimeOffset now, TimeSpan period) => now < since || now - since >= period;

    private async ValueTask<Outlook?> StartAsync(Progress progress, FleetState fleet, DateTimeOffset now, CancellationToken cancel)
    {
        if (Stages.Effective(parts.Spec, fleet.Nodes.Count) is not [var first, ..])
        {
            return start = null;
        }

        var canaries = CanaryChoice.Choose(fleet, [], first.Nodes);
        var begun = await archive.BeginAsync(progress with { CanaryNodes = canaries }, new Observed<FleetState>.Known(fleet), now, cancel);
        return start = begun.Baselines.Values.Max(b => b.HistoryBuckets) >= FewestBuckets
            ? Outlooks.OfStart(parts.Spec, fleet, begun, canaries, now) : null;
    }

    private async Task BesideAsync(Func<CancellationToken, ValueTask<Outlook?>> workOut)
    {
        try
        {
            await Task.Run(async () => await workOut(stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The controller ends.
        }
        catch (Exception fault)
        {
            // Only readers miss something: the rollout goes on without.
            failed = parts.Time.GetUtcNow();
            LogFault(parts.Log, fault);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "no forecast could be worked out; the rollout goes on without")]
    private static partial void LogFault(ILogger log, Exception fault);
}
