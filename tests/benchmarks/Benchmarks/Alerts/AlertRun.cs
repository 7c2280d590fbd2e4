namespace Rollout.Benchmarks.Alerts;

/// <summary>How one alert went its way.</summary>
/// <param name="Began">What the rule watches became true.</param>
/// <param name="Fired">Prometheus found the rule firing (its own <c>activeAt</c>).</param>
/// <param name="Delivered">Alertmanager had it (its own <c>updatedAt</c>).</param>
/// <param name="Paused">A reader of the API saw the pause, which is recorded by then.</param>
internal sealed record AlertRun(DateTimeOffset Began, DateTimeOffset Fired, DateTimeOffset Delivered, DateTimeOffset Paused)
{
    public TimeSpan UntilFiring => Fired - Began;

    public TimeSpan UntilAlertmanager => Delivered - Fired;

    public TimeSpan UntilPaused => Paused - Delivered;

    /// <summary>What issue and documents promise something about.</summary>
    public TimeSpan FromFiring => Paused - Fired;
}
