using System.Text.Json.Nodes;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

/// <summary>What there is to see of the shop while n1 is on trial and earns half of the others.</summary>
internal static class Pictures
{
    public static Picture OnTrial() => new()
    {
        Namespace = "default",
        Name = "shop",
        Now = Shop.Noon,
        Spec = Shop.Spec(),
        SpecJson = new JsonObject { ["warmUp"] = "30s" },
        Progress = Shop.OnTrial(),
        Fleet = Shop.Seen(),
        Judgement = Said(Verdict.Insufficient),
        Wanted = new WantedRevision("v2", "ann", DateTimeOffset.UnixEpoch),
        PerMinute = Shop.Nodes.ToDictionary(n => n, n => n == "n1" ? 30.0 : 60, StringComparer.Ordinal),
        Expected = new Dictionary<string, double>(StringComparer.Ordinal),
        Excluded = new Dictionary<string, string>(StringComparer.Ordinal),
        Probes = [],
        Happenings = [],
        Conditions = [],
    };

    public static Observed<JudgeView> Said(Verdict verdict) => new Observed<JudgeView>.Known(View(verdict));

    public static Observed<JudgeView> Forecast() => new Observed<JudgeView>.Known(View(Verdict.Insufficient) with
    {
        Metrics =
        [
            View(Verdict.Insufficient).Metrics[0] with
            {
                Remaining = TimeSpan.FromMinutes(12), RemainingMostly = TimeSpan.FromMinutes(40), Forecast = Ahead,
            },
        ],
    });

    public static readonly MetricForecast Ahead = new()
    {
        Promotions = [new PromotionTime { Tolerance = .2, Possible = true, Median = TimeSpan.FromMinutes(12.5) }],
        Losses =
        [
            new LossForecast { Loss = .05, Detectable = false },
            new LossForecast { Loss = .2, Detectable = true, Median = TimeSpan.FromMinutes(16), Quantile90 = TimeSpan.FromMinutes(30.25) },
        ],
        SmallestDetectableLoss = .08123,
    };

    public static JudgeView View(Verdict verdict) => new()
    {
        Revision = "v2",
        Trial = 1,
        AsOf = Shop.Noon,
        Metrics = [new MetricView { Name = "orders", Unit = "EUR", Tolerance = 0.2m, Assessment = new Assessment { Verdict = verdict, Effect = -0.5, LogEHarm = double.PositiveInfinity } }],
    };
}
