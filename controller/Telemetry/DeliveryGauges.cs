using System.Diagnostics.Metrics;

namespace Rollout.Telemetry;

/// <summary>
/// The delivery figures as gauges. Labels: the rollout, the window (three), the part (median, p90), the stage, of which a spec has a bounded
/// number: releases add no series.
/// </summary>
internal sealed class DeliveryGauges
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), IReadOnlyList<DeliveryReading>> rollouts = [];
    private int waiting;
    private bool? isAvailable;

    public DeliveryGauges(Meter meter)
    {
        meter.CreateObservableGauge<double>(InstrumentNames.Deployments, () => Each(r => [Of(r.Deployments, r)]), description: "Releases promoted to every node in the window.");
        meter.CreateObservableGauge<double>(InstrumentNames.ChangeFailure, () => Each(r => [Of(r.ChangeFailure, r)]), "1",
            "Changes that were rolled back or reverted, of those that ran in production and had a verdict; NaN while there is none.");
        meter.CreateObservableGauge<double>(InstrumentNames.LeadTime, () => Each(r => Parts(r.LeadTime, r)), "s", "From the commit until every node ran it; NaN while unknown.");
        meter.CreateObservableGauge<double>(InstrumentNames.LeadTimeUnknown, () => Each(r => [Of(r.LeadTimeUnknown, r)]), description: "Promoted releases whose commit's time is not known.");
        meter.CreateObservableGauge<double>(
            InstrumentNames.Restore, () => Each(r => Parts(r.Restore, r)), "s",
            "From the first node of production that ran a failed change until every node ran the version before.");
        meter.CreateObservableGauge<double>(
            InstrumentNames.StageTime, () => Each(r => r.Stages.SelectMany(s => Parts((s.Median, s.P90), r, ("stage", Number(s.Stage + 1))))), "s",
            "Time from opening a stage to leaving it.");
        meter.CreateObservableGauge<int>(
            InstrumentNames.HistoryWaiting, () => isAvailable is null ? [] : new[] { new Measurement<int>(waiting) }, description: "Releases that are not written to the history yet.");
        meter.CreateObservableGauge<int>(
            InstrumentNames.HistoryAvailable, () => isAvailable is { } there ? new[] { new Measurement<int>(there ? 1 : 0) } : [], description: "1 while the history can be written, else 0.");
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
            return [.. rollouts.Values.SelectMany(windows => windows).SelectMany(measure)];
        }
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
