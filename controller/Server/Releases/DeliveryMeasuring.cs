using Rollout.Api;
using Rollout.History;
using Rollout.History.Reporting;
using Rollout.Telemetry;

namespace Rollout.Server.Releases;

/// <summary>
/// Keeps the delivery gauges what `rollout report` says: worked out of the history after every release that ended, and every hour because
/// windows move. Beside everything else; where no history is kept it shows nothing.
/// </summary>
public sealed class DeliveryMeasuring : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly ReleaseBook book;
    private readonly ControllerMeter meter;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim called = new(0);
    private HashSet<(string Namespace, string Name)> shown = [];
    private Task work = Task.CompletedTask;

    public DeliveryMeasuring(ReleaseBook book, ControllerMeter meter, TimeProvider time)
    {
        (this.book, this.meter, this.time) = (book, meter, time);
        book.Written += release =>
        {
            if (release.Result is not null)
            {
                called.Release();
            }
        };
    }

    public void Start()
    {
        if (book.Standing is not null)
        {
            work = RunAsync(stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        called.Dispose();
    }

    /// <summary>The readings of every rollout in the history. Pure.</summary>
    public static IReadOnlyList<DeliveryReading> Of(IReadOnlyList<ReleaseRecord> releases, DateTimeOffset now) =>
    [
        .. (from rollout in releases.GroupBy(r => (r.Namespace, r.Name))
           from window in DeliveryReading.Windows
           let report = DeliveryReports.Of([.. rollout], new ReportSpan(now - Length(window), now))
           select new DeliveryReading
           {
               Namespace = rollout.Key.Namespace,
               Name = rollout.Key.Name,
               Window = window,
               Deployments = report.Frequency.Deployments,
               ChangeFailure = report.Failures.Rate ?? double.NaN,
               LeadTime = Seconds(report.LeadTime),
               LeadTimeUnknown = report.LeadTime.Unknown,
               Restore = Seconds(report.TimeToRestore),
               Stages = [.. report.Stages.Select(s => (s.Index, Seconds(s.Took).Median, Seconds(s.Took).P90))],
           }),
    ];

    private static TimeSpan Length(string window) => DurationText.TryParse(window, out var length) ? length : throw new InvalidOperationException($"no such window: {window}");

    private static (double Median, double P90) Seconds(Durations times) => (times.Median?.TotalSeconds ?? double.NaN, times.P90?.TotalSeconds ?? double.NaN);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (true)
        {
            var isThere = await ShowAsync(cancellationToken);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var call = called.WaitAsync(waiting.Token);
            await Task.WhenAny(call, Task.Delay(isThere ? Often : Soon, time, waiting.Token));
            await waiting.CancelAsync();
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            while (called.CurrentCount > 0)
            {
                // Several that ended are one reason to look.
                await called.WaitAsync(cancellationToken);
            }
        }
    }

    private async ValueTask<bool> ShowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (found, trouble) = await book.ReadAsync(new ReleaseQuery { Since = now - Length(DeliveryReading.Windows[^1]) }, cancellationToken);
        meter.Keep(book.Standing!.Waiting, trouble is null && book.Standing.Trouble is null);
        if (trouble is not null)
        {
            return false;
        }

        var readings = Of(found.Releases, now).GroupBy(r => (r.Namespace, r.Name)).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (space, name) in shown.Except(readings.Keys))
        {
            meter.Deliver(space, name, []);
        }

        foreach (var (rollout, windows) in readings)
        {
            meter.Deliver(rollout.Namespace, rollout.Name, windows);
        }

        shown = [.. readings.Keys];
        return true;
    }
}
