using System.Diagnostics.Metrics;

namespace Rollout.Telemetry;

/// <summary>
/// The controller's instruments. Label values are names of resources or from closed sets: neither revisions nor nodes nor reasons, so a
/// month of releases adds no series.
/// </summary>
public sealed class ControllerMeter : IDisposable
{
    private static readonly InstrumentAdvice<double> Passes = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<double> Looks = new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10] };
    private static readonly InstrumentAdvice<double> Trials = new() { HistogramBucketBoundaries = [60, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800] };

    private readonly ShownRollouts rollouts;
    private readonly Action<int, int> leftOutChanged;
    private readonly Meter meter;
    private readonly DeliveryGauges delivery;
    private readonly Counter<long> completed;
    private readonly Histogram<double> duration;
    private readonly Counter<long> passes;
    private readonly Histogram<double> passSeconds;
    private readonly Histogram<double>? workSeconds;
    private readonly Histogram<double> querySeconds;
    private readonly Histogram<double> probeSeconds;
    private readonly Counter<long> probeRuns;
    private readonly Counter<long> probeOverdue;
    private volatile IReadOnlyList<MonitoredReading> monitored = [];
    private volatile bool leads;
    private int toldLeftOut;

    /// <param name="version">Of the controller.</param>
    /// <param name="queueDepth">Rollouts that wait to be looked at; null: there is no queue.</param>
    /// <param name="mostSeries">Of one instrument: rollouts beyond it have no gauges.</param>
    /// <param name="leftOutChanged">Told at a scrape when the first ones, or none any more, are left out: how many are not shown as rollouts, and in the delivery figures.</param>
    /// <param name="sends">Metrics are sent by OTLP, so that the SDK has to have all of them.</param>
    public ControllerMeter(string version, Func<int>? queueDepth = null, int mostSeries = 2000, Action<int, int>? leftOutChanged = null, bool sends = false)
    {
        rollouts = new ShownRollouts(mostSeries);
        this.leftOutChanged = leftOutChanged ?? ((_, _) => { });
        meter = new Meter(InstrumentNames.Meter, version);
        Gauges = new ResourceGauges(sends ? meter : null);
        meter.CreateObservableGauge<int>(InstrumentNames.Info, () => new Measurement<int>(1, Labels(("version", version))), description: "What runs: always 1.");
        Gauges.Add(InstrumentNames.Phase, () => Each(Phases), null, "1 for the phase that the rollout is in, 0 for all others.");
        Gauges.Add(InstrumentNames.StageNodes, () => Each(r => [new Measurement<double>(r.StageNodes, Of(r))]), null, "Nodes of the open stage; 0 while none is open.");
        Stages();
        meter.CreateObservableGauge<int>(InstrumentNames.Leader, () => leads ? 1 : 0, description: "1 while this controller decides, 0 while another does or none may.");
        Gauge(InstrumentNames.Effect, "1", "Relative difference of the canary to what was expected of it; NaN while nothing is judged.", m => m.Effect);
        Gauge(InstrumentNames.EffectLow, "1", "Lower end of the effect's interval, which holds at all times together with 95 %.", m => m.Low);
        Gauge(InstrumentNames.EffectHigh, "1", "Upper end of the effect's interval, which holds at all times together with 95 %.", m => m.High);
        Gauges.Add(InstrumentNames.LogEvalue, () => Each(Evalues), null, "Natural logarithm of the e-value against no harm, and against a loss of the tolerance.");
        Gauges.Add(InstrumentNames.LogEvalueThreshold, () => Each(Thresholds), null, "Natural logarithm of the e-value at which the side is proven.");
        Gauge(InstrumentNames.Tolerance, "1", "The relative loss that has to be excluded to leave the open stage; NaN while nothing is judged.", m => m.Tolerance);
        Gauge(InstrumentNames.Forecast, "s", "Time still expected until the stage's safe side is reached if nothing is lost; NaN while unknown.", m => m.ForecastSeconds);
        Gauge(InstrumentNames.Available, null, "1 while the metric can be read, else 0.", m => m.Available ? 1 : 0);
        Gauges.Add(
            InstrumentNames.ProbeSuccess,
            () => Each(r => r.Probes.Select(p => new Measurement<double>(p.Success, Of(r, ("probe", p.Probe), ("side", p.Canary ? "canary" : "stable"))))), null,
            "1 while the probe passes on every node of the side, 0 while it fails on one, NaN while nothing is known.");
        delivery = new DeliveryGauges(meter, Gauges, mostSeries);
        meter.CreateObservableGauge<int>(
            InstrumentNames.LeftOut, LeftOut, description: "Rollouts that are left out of the gauges because an instrument has no series left: of their state, and of the delivery figures.");
        completed = meter.CreateCounter<long>(InstrumentNames.Completed, description: "Trials that are over, by how they ended.");
        duration = meter.CreateHistogram(InstrumentNames.Duration, "s", "From taking a revision up to the end of its trial.", advice: Trials);
        passes = meter.CreateCounter<long>(InstrumentNames.Reconcile, description: "Passes of the loop, by what came of them.");
        passSeconds = meter.CreateHistogram(InstrumentNames.ReconcileSeconds, "s", "Time of one pass of the loop.", advice: Passes);
        querySeconds = meter.CreateHistogram(InstrumentNames.MetricQuery, "s", "Time to read the metrics of one bucket.", advice: Passes);
        probeSeconds = meter.CreateHistogram(InstrumentNames.ProbeDuration, "s", "Time of one phase of a probe's run, all its steps together.", advice: Passes);
        probeRuns = meter.CreateCounter<long>(InstrumentNames.ProbeRuns, description: "Runs of acceptance probes by how they ended; trouble is a fault of the prober, not of the target.");
        probeOverdue = meter.CreateCounter<long>(InstrumentNames.ProbeOverdue, description: "Runs of acceptance probes that fell due while the one before was still going on; not made up for.");
        Gauges.Add(
            InstrumentNames.ProbeMonitored, () => monitored.Select(m => new Measurement<double>(m.Success, Labels(("namespace", m.Namespace), ("probe", m.Probe)))), null,
            "Of a probe that no rollout runs: 1 while it passes wherever it runs, 0 while it fails somewhere, NaN while nothing is known.");
        if (queueDepth is not null)
        {
            meter.CreateObservableGauge<int>(InstrumentNames.QueueDepth, queueDepth, description: "Rollouts that wait to be looked at.");
            workSeconds = meter.CreateHistogram(InstrumentNames.WorkSeconds, "s", "Time that a worker had one rollout in hand: a look at one at rest, or a pass.", advice: Looks);
        }
    }

    /// <summary>Those of rollouts and probes.</summary>
    internal ResourceGauges Gauges { get; }

    /// <summary>
    /// Shows a rollout as it stands now. At its first showing every way in which a trial may end is counted as 0, so that the first one
    /// is an increase. Where there are more rollouts than series, those that are not at rest are shown first.
    /// </summary>
    public void Show(RolloutReading rollout, IReadOnlyList<string> results)
    {
        foreach (var result in rollouts.Put(rollout, results.Count) ? results : [])
        {
            completed.Add(0, Labels(("namespace", rollout.Namespace), ("name", rollout.Name), ("result", result)));
        }
    }

    /// <summary>
    /// Whether this controller is the one that decides. One that no longer does shows no rollouts: the other shows them as they are.
    /// </summary>
    public void Lead(bool now)
    {
        leads = now;
        if (!now)
        {
            rollouts.Clear();
        }
    }

    /// <summary>The rollout is no more: its gauges go.</summary>
    public void Forget(string space, string name) => rollouts.Remove(space, name);

    /// <summary>A trial is over.</summary>
    public void Complete(string space, string name, string result, TimeSpan took)
    {
        completed.Add(1, Labels(("namespace", space), ("name", name), ("result", result)));
        duration.Record(took.TotalSeconds, Labels(("result", result)));
    }

    /// <summary>How the delivery of a rollout went, a reading a window; none: there is nothing to show of it.</summary>
    public void Deliver(string space, string name, IReadOnlyList<DeliveryReading> readings) => delivery.Show(space, name, readings);

    /// <summary>How it stands with the history, where one is kept.</summary>
    public void Keep(int releasesWaiting, bool available) => delivery.Store(releasesWaiting, available);

    public void Passed(PassOutcome outcome, TimeSpan took)
    {
        passes.Add(1, Labels(("outcome", outcome.ToString().ToLowerInvariant())));
        passSeconds.Record(took.TotalSeconds);
    }

    /// <summary>A worker of the queue is done with a rollout. Nothing where there is no queue.</summary>
    public void Worked(TimeSpan took) => workSeconds?.Record(took.TotalSeconds);

    public void Queried(TimeSpan took) => querySeconds.Record(took.TotalSeconds);

    /// <param name="phase">resolve, connect, tls, first_byte, transfer, or total.</param>
    /// <param name="took">How long it took.</param>
    public void Probed(string phase, TimeSpan took) => probeSeconds.Record(took.TotalSeconds, Labels(("phase", phase)));

    /// <summary>A run of an acceptance probe ended.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="probe">Its name.</param>
    /// <param name="result">passed, failed, or trouble.</param>
    public void ProbeRan(string space, string probe, string result) => probeRuns.Add(1, Labels(("namespace", space), ("probe", probe), ("result", result)));

    /// <summary>Runs of an acceptance probe fell due while one was going on. A probe that is always in time has no series.</summary>
    public void ProbeWasOverdue(string space, string probe, int runs) => probeOverdue.Add(runs, Labels(("namespace", space), ("probe", probe)));

    /// <summary>These run as monitoring, and no others.</summary>
    public void Monitor(IReadOnlyList<MonitoredReading> readings) => monitored = readings;

    public void Dispose() => meter.Dispose();

    /// <summary>Whether an instrument is one of these: two controllers in one process do not see each other's.</summary>
    internal bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    private void Stages()
    {
        void One(string name, string? unit, string description, Func<RolloutReading, double> value) =>
            Gauges.Add(name, () => Each(r => [new Measurement<double>(value(r), Of(r))]), unit, description);
        One(InstrumentNames.FleetNodes, null, "Nodes of the whole fleet; NaN while it cannot be seen.", r => r.FleetNodes);
        One(InstrumentNames.StageLasted, "s", "How long the open stage has been on trial, without pauses and outages; NaN while none is open.", r => r.StageSeconds);
        One(InstrumentNames.StageForecast, "s", "How long the open stage was expected to last; NaN while there is no forecast.", r => r.StageForecastSeconds);
        One(InstrumentNames.LastEvaluation, "s", "Unix time of the last pass over the rollout that was recorded.", r => r.EvaluatedAt.ToUnixTimeMilliseconds() / 1000.0);
        Gauges.Add(
            InstrumentNames.Held,
            () => Each(r => r.HoldCauses.Select(c => new Measurement<double>(c == r.HeldBy ? 1 : 0, Of(r, ("cause", c))))), null,
            "1 for what holds the rollout in its stage, 0 for all other causes.");
    }

    private void Gauge(string name, string? unit, string description, Func<MetricGauges, double> value) => Gauges.Add(
        name, () => Each(r => r.Metrics.Select(m => new Measurement<double>(value(m), Of(r, ("metric", m.Metric))))), unit, description);

    private List<Measurement<double>> Each(Func<RolloutReading, IEnumerable<Measurement<double>>> measure) => rollouts.Each(measure);

    private Measurement<int>[] LeftOut()
    {
        var (state, figures) = (rollouts.LeftOut, delivery.LeftOut);
        var any = state + figures > 0 ? 1 : 0;
        if (Interlocked.Exchange(ref toldLeftOut, any) != any)
        {
            leftOutChanged(state, figures);
        }

        return [new Measurement<int>(state, Labels(("gauges", "state"))), new Measurement<int>(figures, Labels(("gauges", "delivery")))];
    }

    private static IEnumerable<Measurement<double>> Phases(RolloutReading rollout) =>
        rollout.Phases.Select(p => new Measurement<double>(p == rollout.Phase ? 1 : 0, Of(rollout, ("phase", p))));

    private static IEnumerable<Measurement<double>> Evalues(RolloutReading rollout) => rollout.Metrics.SelectMany(m => new[]
    {
        new Measurement<double>(m.LogEHarm, Of(rollout, ("metric", m.Metric), ("side", "harm"))),
        new Measurement<double>(m.LogESafe, Of(rollout, ("metric", m.Metric), ("side", "safe"))),
    });

    private static IEnumerable<Measurement<double>> Thresholds(RolloutReading rollout) => rollout.Metrics.SelectMany(m => new[]
    {
        new Measurement<double>(m.LogEHarmThreshold, Of(rollout, ("metric", m.Metric), ("side", "harm"))),
        new Measurement<double>(m.LogESafeThreshold, Of(rollout, ("metric", m.Metric), ("side", "safe"))),
    });

    private static KeyValuePair<string, object?>[] Of(RolloutReading rollout, params (string, string)[] more) =>
        Labels([("namespace", rollout.Namespace), ("name", rollout.Name), .. more]);

    private static KeyValuePair<string, object?>[] Labels(params (string Name, string Value)[] labels) =>
        [.. labels.Select(l => new KeyValuePair<string, object?>(l.Name, l.Value))];
}
