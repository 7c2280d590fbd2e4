namespace Rollout.Telemetry;

/// <summary>
/// The instruments, in OpenTelemetry's way of naming. In Prometheus they are the names of the contract: dots become underscores, the unit
/// s becomes _seconds, a gauge of unit 1 becomes _ratio, a counter gets _total (OpenTelemetry specification, "Prometheus and
/// OpenMetrics Compatibility", metric metadata).
/// </summary>
internal static class InstrumentNames
{
    public const string Meter = "Rollout";
    public const string Info = "staggered.info";
    public const string Phase = "staggered.phase";
    public const string StageNodes = "staggered.stage.nodes";
    public const string Effect = "staggered.effect";
    public const string EffectLow = "staggered.effect.low";
    public const string EffectHigh = "staggered.effect.high";
    public const string LogEvalue = "staggered.log.evalue";
    public const string LogEvalueThreshold = "staggered.log.evalue.threshold";
    public const string Tolerance = "staggered.tolerance";
    public const string Forecast = "staggered.forecast";
    public const string StageLasted = "staggered.stage";
    public const string StageForecast = "staggered.stage.forecast";
    public const string Held = "staggered.held";
    public const string FleetNodes = "staggered.fleet.nodes";
    public const string LastEvaluation = "staggered.last.evaluation.timestamp";
    public const string Leader = "staggered.leader";
    public const string LeftOut = "staggered.rollouts.left.out";
    public const string Available = "staggered.metric.available";
    public const string Completed = "staggered.completed";
    public const string Duration = "staggered.duration";
    public const string Reconcile = "staggered.reconcile";
    public const string ReconcileSeconds = "staggered.reconcile.seconds";
    public const string QueueDepth = "staggered.workqueue.depth";
    public const string WorkSeconds = "staggered.workqueue.work";
    public const string MetricQuery = "staggered.metric.query";
    public const string ProbeSuccess = "staggered.probe.success";
    public const string ProbeRuns = "staggered.probe.runs";
    public const string ProbeOverdue = "staggered.probe.overdue";
    public const string ProbeMonitored = "staggered.probe.monitored.success";
    public const string ProbeDuration = "staggered.probe.duration";
    public const string Deployments = "staggered.delivery.deployments";
    public const string ChangeFailure = "staggered.delivery.change.failure";
    public const string LeadTime = "staggered.delivery.lead.time";
    public const string LeadTimeUnknown = "staggered.delivery.lead.time.unknown";
    public const string Restore = "staggered.delivery.restore";
    public const string StageTime = "staggered.delivery.stage";
    public const string HistoryWaiting = "staggered.history.waiting";
    public const string HistoryAvailable = "staggered.history.available";

    /// <summary>Those without a rollout among their labels: a handful of series, however many rollouts there are.</summary>
    public static bool IsOfTheController(string name) =>
        name is Info or Leader or LeftOut or Duration or Reconcile or ReconcileSeconds or QueueDepth or WorkSeconds or MetricQuery or ProbeDuration or HistoryWaiting or HistoryAvailable;
}
