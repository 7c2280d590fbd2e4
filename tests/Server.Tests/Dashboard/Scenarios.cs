using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>The states that the page must show well, as a controller would report them at the moment <c>now</c>.</summary>
internal static class Scenarios
{
    private static readonly IReadOnlyList<(int From, int Nodes, double Tolerance)> Late = [(0, 1, 0.20), (34, 3, 0.10)];
    private static readonly IReadOnlyList<(int From, int Nodes, double Tolerance)> Through = [(0, 1, 0.20), (34, 3, 0.10), (78, 6, 0.10)];

    /// <summary>Every scenario by its name.</summary>
    public static IReadOnlyDictionary<string, Func<DateTimeOffset, Scenario>> All { get; } = new Dictionary<string, Func<DateTimeOffset, Scenario>>
    {
        ["idle"] = Idle,
        ["judging-early"] = now => Judging("judging-early", new Story { End = now, Seconds = 8 }, "about 25 s more to leave this stage if nothing is lost"),
        ["judging-late"] = now => Judging("judging-late", new Story { End = now, Seconds = 74, Stages = Late, TrueEffect = -0.03 }, "about 6 s more to leave this stage if nothing is lost"),
        ["promoted"] = Promoted,
        ["rolled-back"] = RolledBack,
        ["probe-failed"] = ProbeFailed,
        ["unavailable"] = Unavailable,
        ["left-out"] = LeftOut,
        ["held"] = Held,
        ["invalid"] = Invalid,
        ["hostile"] = Hostile,
        ["wide-fleet"] = WideFleet,
    };

    private static Scenario Idle(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 60, Stages = [(0, 0, 0.2)] };
        var series = story.Series();
        series["points"] = new JsonArray();
        var rollout = new RolloutBuilder(now).Phase("Idle", "NothingOnTrial", "The fleet runs v1; nothing is on trial.", 300)
            .Nodes(story, canaries: 0).Ahead().Happened(300, "FleetSeen", "6 nodes run v1").Build();
        return new Scenario("idle", rollout, Evidence("v1", series));
    }

    private static Scenario Judging(string name, Story story, string forecast)
    {
        var series = story.Series();
        var stage = story.Stages.Count - 1;
        var rollout = new RolloutBuilder(story.End).Trial("v2")
            .Phase("Judging", "EvidenceMissing", $"v2 on {story.Stages[stage].Nodes} of 6 nodes: no harm seen, not enough evidence to go on", story.Seconds)
            .Stages(stage, story.Seconds - story.Stages[stage].From).Nodes(story, story.Stages[stage].Nodes).Verdict(story, "Insufficient").Ahead()
            .Forecast(stage == 0 ? "25s" : "6s", forecast).Probe("Passing", null).Probe("Passing", null, "n1")
            .Happened(story.Seconds + 6, "CanaryStarted", "v2 is on n1").Happened(story.Seconds, "JudgingStarted", "warm-up is over; n1 is compared with 5 stable nodes");
        if (stage > 0)
        {
            rollout.Happened(story.Seconds - story.Stages[1].From, "StageOpened", "a loss of 20 % or more is excluded; v2 goes to 3 nodes");
        }

        return new Scenario(name, rollout.Build(), Evidence("v2", series));
    }

    private static Scenario Promoted(DateTimeOffset now)
    {
        var story = new Story { End = now.AddSeconds(-20), Seconds = 92, Stages = Through, TrueEffect = 0.01 };
        var series = story.Series();
        var rollout = new RolloutBuilder(now).Phase("Promoted", "AllStagesPassed", "v2 runs on all 6 nodes: a loss of 10 % or more is excluded.", 20)
            .Stable("v2").Stages(3, 20).Nodes(story, canaries: 0, "v2").Verdict(story, "NoWorse")
            .Outcome("Promoted", "v2", "AllStagesPassed", "effect +0.9 %, between -4 % and +6 %", 118, 20).Probe("Passing", null)
            .Happened(118, "CanaryStarted", "v2 is on n1").Happened(78, "StageOpened", "v2 goes to 3 nodes").Happened(20, "Promoted", "v2 runs on all 6 nodes").Build();
        return new Scenario("promoted", rollout, Evidence("v2", series));
    }

    private static Scenario RolledBack(DateTimeOffset now)
    {
        var story = new Story { End = now.AddSeconds(-9), Seconds = 72, TrueEffect = -0.305 };
        var series = story.Series();
        var loss = Math.Round(-100 * story.Last["effect"]!.GetValue<double>()).ToString(CultureInfo.InvariantCulture);
        var rollout = new RolloutBuilder(now)
            .Phase("RolledBack", "HarmProven", $"v3 earned {loss} % less than expected on n1: it is rolled back and refused.", 9)
            .Stages(0, 81).Nodes(story, canaries: 0).Verdict(story, "Worse").Refused("v3", $"HarmProven: dollars -{loss} %", 9)
            .Outcome("Promoted", "v2", "AllStagesPassed", "effect +0.9 %, between -4 % and +6 %", 300, 190)
            .Outcome("RolledBack", "v3", "HarmProven", "dollars: a loss is proven", 90, 9).Probe("Passing", null)
            .Happened(90, "CanaryStarted", "v3 is on n1").Happened(10, "HarmProven", $"v3 earns {loss} % less: evidence of harm passed its threshold", warning: true)
            .Happened(9, "RolledBack", "n1 runs v2 again", warning: true).Build();
        return new Scenario("rolled-back", rollout, Evidence("v3", series));
    }

    private static Scenario ProbeFailed(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 11 };
        var series = story.Series();
        var failure = new JsonObject { ["step"] = "pay", ["expected"] = "status 200", ["got"] = "status 500", ["at"] = Story.Time(now.AddSeconds(-3)) };
        var rollout = new RolloutBuilder(now).Trial("v4").Phase("RollingBack", "ProbeFailed", "Probe checkout fails at \"pay\" on n1 and passes on stable nodes.", 2)
            .Stages(0, 11).Nodes(story, 1).Verdict(story, "Insufficient").Probe("Failing", failure, "n1").Probe("Passing", null, "n2")
            .Happened(14, "CanaryStarted", "v4 is on n1").Happened(3, "ProbeFailed", "checkout failed at \"pay\" on n1, 3 times in a row", warning: true).Build();
        return new Scenario("probe-failed", rollout, Evidence("v4", series));
    }

    private static Scenario Unavailable(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 30 };
        _ = story.Series();
        var rollout = new RolloutBuilder(now).Trial("v2").Phase("Held", "MetricsUnavailable", "The metrics of no node can be read: v2 stays on n1 until they are back.", 45)
            .Stages(0, 60).Nodes(story, 1, reading: false).VerdictUnavailable("connection refused on 6 of 6 nodes")
            .Condition("MetricsAvailable", "False", "ScrapeFailed", "dollars: connection refused on 6 of 6 nodes", 45)
            .Happened(45, "MetricsUnavailable", "no node answers on /metrics", warning: true).Build();
        return new Scenario("unavailable", rollout, null);
    }

    private static Scenario LeftOut(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 40, SilentNode = 4 };
        var series = story.Series();
        var rollout = new RolloutBuilder(now).Trial("v2").Phase("Judging", "EvidenceMissing", "v2 on 1 of 6 nodes: compared with 4 stable nodes.", 40)
            .Stages(0, 40).Nodes(story, 1).Excluded("n4", "its /metrics answers 200 MB, over the limit of 8 MB", "metrics too large").Verdict(story, "Insufficient")
            .Forecast("9s", "about 9 s more to leave this stage if nothing is lost").Probe("Passing", null)
            .Happened(20, "NodeLeftOut", "n4 is left out: its /metrics is over the limit", warning: true).Build();
        return new Scenario("left-out", rollout, Evidence("v2", series));
    }

    private static Scenario Held(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 62 };
        var series = story.Series();
        var rollout = new RolloutBuilder(now).Trial("v2").Phase("Held", "DeadlinePassed", "60 s passed without enough evidence; the owner's policy is to hold.", 4)
            .Stages(0, 62).Nodes(story, 1).Verdict(story, "Insufficient")
            .Condition("PromotionLikely", "False", "NotDetectable", "at this traffic a loss of 5 % cannot be excluded with one canary", 60)
            .Trouble("PassFails", "the state file cannot be written").Build();
        return new Scenario("held", rollout, Evidence("v2", series));
    }

    private static Scenario Invalid(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 20 };
        _ = story.Series();
        var rollout = new RolloutBuilder(now).Phase("Invalid", "SpecInvalid", "fleet.yaml:14 spec.stages[1].nodes: \"ten\" is no number of nodes; write 10 or \"10%\".", 120)
            .Nodes(story, canaries: 0).Condition("Ready", "False", "SpecInvalid", "1 problem in the spec", 120).Build();
        return new Scenario("invalid", rollout, null);
    }

    private static Scenario Hostile(DateTimeOffset now)
    {
        // No slash: it stands in the address of the rollout as well.
        const string Attack = "<img src=x onerror=\"window.harmed=1\"><svg onload=\"window.harmed=1\"><script>window.harmed=1";
        var story = new Story { End = now, Seconds = 30 };
        var series = story.Series();
        var rollout = new RolloutBuilder(now, name: Attack).Trial(Attack).Phase("Judging", Attack, Attack, 30).Stages(0, 30).Nodes(story, 1)
            .Excluded("n3", Attack, Attack).Verdict(story, "Insufficient").Forecast("9s", Attack)
            .Probe("Failing", new JsonObject { ["step"] = Attack, ["expected"] = Attack, ["got"] = Attack }).Outcome("Promoted", Attack, Attack, Attack, 60, 30)
            .Refused(Attack, Attack, 5).Condition("Ready", "False", Attack, Attack, 5).Happened(9, Attack, Attack, warning: true).Build();
        return new Scenario("hostile", rollout, Evidence(Attack, series));
    }

    private static Scenario WideFleet(DateTimeOffset now)
    {
        var story = new Story { End = now, Seconds = 40, FleetNodes = 120, Stages = [(0, 12, 0.10)] };
        var series = story.Series();
        var builder = new RolloutBuilder(now).Trial("v2").Phase("Judging", "EvidenceMissing", "v2 on 12 of 120 nodes: no harm seen.", 40)
            .Stages(1, 40).Nodes(story, 12).Verdict(story, "Insufficient").Verdict(story, "NoWorse", "errors", "Guard", "errors");
        return new Scenario("wide-fleet", builder.Build(), Evidence("v2", series));
    }

    private static JsonObject Evidence(string revision, JsonObject metric) => new() { ["revision"] = revision, ["metrics"] = new JsonArray(metric) };

    /// <summary>A decimal as the status writes it.</summary>
    internal static string Decimal(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
