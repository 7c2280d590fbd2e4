using System.Diagnostics.Metrics;

namespace Rollout.Telemetry;

/// <summary>
/// The delivery figures as gauges. Labels: the rollout, the window (three), the part (median, p90), the stage, of which a spec has a bounded
/// number: releases add no series.
/// </summary>
internal sealed class DeliveryGauges
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string, string), IReadOnlyList<DeliveryReading>> rollouts =
        new(Comparer<(string, string)>.Create((a, b) => string.CompareOrdinal(a.Item1, b.Item1) is not 0 and var by ? by : string.CompareOrdinal(a.Item2, b.Item2)));

    private readonly int mostSeries;
    private int waiting;
    private bool? isAvailable;

    /// <param name="meter">Whose instruments those of the history are.</param>
    /// <param name="gauges">For those of rollouts.</param>
    /// <param name="mostSeries">Of one instrument: rollouts beyond it, by name, are left out.</param>
    public DeliveryGauges(Meter meter, ResourceGauges gauges, int mostSeries)
    {
        this.mostSeries = mostSeries;
        gauges.Add(InstrumentNames.Deployments, () => Each(r => [Of(r.Deployments, r)]), null, "Releases promoted to every node in the window.");
        gauges.Add(InstrumentNames.ChangeFailure, () => Each(r => [Of(r.ChangeFailure, r)]), "1",
            "Changes that were rolled back or reverted, of those that ran in production and had a verdict; NaN while there is none.");
        gauges.Add(InstrumentNames.LeadTime, () => Each(r => Parts(r.LeadTime, r)), "s", "From the commit until every node ran it; NaN while unknown.");
        gauges.Add(InstrumentNames.LeadTimeUnknown, () => Each(r => [Of(r.LeadTimeUnknown, r)]), null, "Promoted releases whose commit's time is not known.");
        gauges.Add(
            InstrumentNames.Restore, () => Each(r => Parts(r.Restore, r)), "s",
            "From the first node of production that ran a failed change until every node ran the version before.");
        gauges.Add(
            InstrumentNames.StageTime, () => Each(r => r.Stages.SelectMany(s => Parts((s.Median, s.P90), r, ("stage", Number(s.Stage + 1))))), "s",
            "Time from opening a stage to leaving it.");
        meter.CreateObservableGauge<int>(
            InstrumentNames.HistoryWaiting, () => isAvailable is null ? [] : new[] { new Measurement<int>(waiting) }, description: "Releases that are not written to the history yet.");
        meter.CreateObservableGauge<int>(
            InstrumentNames.HistoryAvailable, () => isAvailable is { } there ? new[] { new Measurement<int>(there ? 1 : 0) } : [], description: "1 while the history can be written, else 0.");
    }

    /// <summary>How many rollouts have figures that are not shown, for want of series.</summary>
    public int LeftOut
    {
        get
        {
            lock (gate)
            {
                return rollouts.Count - Shown_NeedsLock().Count();
            }
        }
    }

    /// <summary>All windows of one rollout; none: it is gone.</summary>
    public void Show(string space, string name, IReadOnlyList<DeliveryReading> readings)
    {
        lock (gate)
        {
            if (readings.Count == 0)
            {
                rollouts.Remove((space, name));
                return;
            }

            rollouts[(space, name)] = readings;
        }
    }

    public void Store(int releasesWaiting, bool available) => (waiting, isAvailable) = (releasesWaiting, available);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private List<Measurement<double>> Each(Func<DeliveryReading, IEnumerable<Measurement<double>>> measure)
    {
        lock (gate)
        {
            return [.. Shown_NeedsLock().SelectMany(windows => windows).SelectMany(measure)];
        }
    }

    private IEnumerable<IReadOnlyList<DeliveryReading>> Shown_NeedsLock()
    {
        // The instrument with the most series has two for each stage of a window, and others two for each window.
        var left = mostSeries;
        return rollouts.Values.TakeWhile(windows => (left -= windows.Sum(w => 2 * Math.Max(1, w.Stages.Count))) >= 0);
    }

    private static Measurement<double>[] Parts((double Median, double P90) times, DeliveryReading reading, params (string, string)[] more) =>
        [Of(times.Median, reading, [("part", "median"), .. more]), Of(times.P90, reading, [("part", "p90"), .. more])];

    private static Measurement<double> Of(double value, DeliveryReading reading, params (string Name, string Value)[] more)
    {
        KeyValuePair<string, object?>[] labels =
        [
            new("namespace", reading.Namespace), new("name", reading.Name), new("window", reading.Window),
            .. more.Select(m => new KeyValuePair<string, object?>(m.Name, m.Value)),
        ];
        return new Measurement<double>(value, labels);
    }
}
