using System.Text;

namespace Rollout.Telemetry.Tests;

/// <summary>A rollout in the middle of its trial.</summary>
internal static class Shop
{
    public static readonly string[] Phases = ["Idle", "Judging", "RollingBack"];
    public static readonly string[] Results = ["Promoted", "RolledBack"];

    public static RolloutReading Judging => new()
    {
        Namespace = "store",
        Name = "shop",
        Phase = "Judging",
        Phases = Phases,
        StageNodes = 2,
        FleetNodes = 12,
        StageSeconds = 900,
        StageForecastSeconds = 1200,
        HoldCauses = ["evidence", "metrics"],
        EvaluatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_772_625_600.5),
        Metrics =
        [
            new MetricGauges("dollars") { Effect = -0.21, Low = -0.3, High = -0.1, LogEHarm = 5.1, LogESafe = -3.2, LogEHarmThreshold = 4.6, LogESafeThreshold = 3, Tolerance = 0.05, ForecastSeconds = 300, Available = true },
            new MetricGauges("errors"),
        ],
        Probes = [new ProbeGauge("checkout", true, 0), new ProbeGauge("checkout", false, 1)],
    };

    public static ControllerTelemetry Telemetry(Func<string, string?>? environment = null) => new("0.1.0", environment ?? (_ => null), () => 3);

    /// <summary>Everything that a controller ever says, once.</summary>
    public static void SayAll(ControllerMeter meter)
    {
        meter.Lead(true);
        meter.Show(Judging, Results);
        meter.Complete("store", "shop", "RolledBack", TimeSpan.FromMinutes(42));
        meter.Passed(PassOutcome.Recorded, TimeSpan.FromMilliseconds(3));
        meter.Passed(PassOutcome.Conflict, TimeSpan.FromMilliseconds(7));
        meter.Queried(TimeSpan.FromMilliseconds(20));
        meter.Worked(TimeSpan.FromMicroseconds(200));
        meter.Keep(2, true);
        meter.Deliver("store", "shop",
        [
            new DeliveryReading
            {
                Namespace = "store", Name = "shop", Window = "30d", Deployments = 4, ChangeFailure = 0.5, LeadTime = (61_200, 82_000), LeadTimeUnknown = 1,
                Stages = [(0, 1800, 3150)],
            },
        ]);
        meter.ProbeRan("store", "checkout", "passed");
        meter.ProbeWasOverdue("store", "checkout", 2);
        meter.Monitor([new MonitoredReading("store", "checkout", 1)]);
        meter.Probed("resolve", TimeSpan.FromMilliseconds(1));
    }

    public static string Text(ControllerTelemetry telemetry, string? accept = null) => Encoding.UTF8.GetString(telemetry.Page(accept, null).Body);

    /// <summary>The series of a page, without their values.</summary>
    public static IEnumerable<string> Series(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]);
}
