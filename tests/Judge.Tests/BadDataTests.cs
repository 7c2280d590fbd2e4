namespace Rollout.Judge.Tests;

/// <summary>Whatever the data: no exception, no NaN, and never a proven harm out of nothing.</summary>
public sealed class BadDataTests
{
    private static readonly string[] Nodes = ["a", "b", "c"];

    public static TheoryData<string, string> Worlds
    {
        get
        {
            var worlds = new TheoryData<string, string>();
            foreach (var history in new[] { "none", "zero", "constant", "one node", "gaps", "canary at zero", "canary unknown", "huge", "tiny", "not a number", "values at zero" })
            {
                foreach (var now in new[] { "zero", "constant", "huge", "tiny", "not a number", "one order", "canary only", "values unknown" })
                {
                    worlds.Add(history, now);
                }
            }

            return worlds;
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Gives_finite_numbers_and_no_harm(string past, string now)
    {
        foreach (var plan in new[]
        {
            new JudgePlan(), new JudgePlan { Statistic = Statistic.Count }, new JudgePlan { Horizon = TimeSpan.FromHours(1), CautiousWithoutHistory = true },
        })
        {
            var history = new FleetHistory
            {
                BucketLength = TimeSpan.FromMinutes(1),
                Buckets = past == "none" ? [] : [.. Enumerable.Range(0, 120).Select(t => Past(past, t))],
                ValueBins = new ValueBins { UpperBounds = [Unit(past), 10 * Unit(past), double.PositiveInfinity] },
            };
            var baseline = Baselines.FromHistory(plan, history, Nodes, ["a"]);
            var evidence = MetricJudge.Begin(plan, baseline);
            Finite(MetricJudge.Assess(plan, baseline, evidence, .1));
            for (var t = 120; t < 130; t++)
            {
                evidence = MetricJudge.Observe(plan, baseline, evidence, Now(now, t), ["a"]);
                Finite(MetricJudge.Assess(plan, baseline, evidence, .1));
            }
        }
    }

    [Fact]
    public void An_empty_fleet_total_contributes_exactly_nothing()
    {
        var fleet = new SimulatedFleet(41) { WithValues = true };
        var plan = new JudgePlan();
        var baseline = Baselines.FromHistory(plan, fleet.History(1440), fleet.Nodes, ["n0"]);
        var evidence = MetricJudgeTests.Observed(plan, baseline, fleet.History(5).Buckets, _ => false);
        var quiet = fleet.Next();
        quiet = quiet with { Nodes = quiet.Nodes.ToDictionary(n => n.Key, _ => new Measure { Count = 0 }, StringComparer.Ordinal) };
        var after = MetricJudge.Observe(plan, baseline, evidence, quiet, ["n0"]);
        Assert.Equal((evidence.Orders, evidence.Money, evidence.Tilt, evidence.Rank), (after.Orders, after.Money, after.Tilt, after.Rank));
    }

    private static void Finite(Assessment assessment)
    {
        Assert.NotEqual(Verdict.Worse, assessment.Verdict);
        Assert.All(
            [assessment.LogEHarm, assessment.LogESafe, assessment.Phi, assessment.Sigma0, assessment.ExpectedShare, assessment.Effect ?? 0, assessment.Low ?? 0, assessment.High ?? 0],
            x => Assert.True(double.IsFinite(x), FormattableString.Invariant($"{assessment}")));
        Assert.InRange(assessment.ExpectedShare, 0, 1);
    }

    private static double Unit(string world) => world switch { "huge" => 1e12, "tiny" => 1e-9, _ => 1 };

    private static FleetBucket Past(string world, int t)
    {
        var bucket = Now(world is "gaps" or "canary at zero" or "canary unknown" or "one node" or "values at zero" ? "constant" : world, t);
        var nodes = bucket.Nodes.ToDictionary(StringComparer.Ordinal);
        if (world == "canary at zero")
        {
            nodes["a"] = new Measure { Count = 0 };
        }
        else if (world == "canary unknown" || (world == "gaps" && t % 3 == 0))
        {
            nodes.Remove("a");
        }
        else if (world == "one node")
        {
            nodes = new(StringComparer.Ordinal) { ["a"] = nodes["a"] };
        }
        else if (world == "values at zero")
        {
            nodes = nodes.ToDictionary(n => n.Key, _ => new Measure { Count = 3, Sum = 0, ValueCounts = [3, 0, 0] }, StringComparer.Ordinal);
        }

        return world == "gaps" && t % 7 == 0 ? bucket with { Nodes = new Dictionary<string, Measure>(StringComparer.Ordinal) } : bucket with { Nodes = nodes };
    }

    private static FleetBucket Now(string world, int t)
    {
        Measure Of(string node) => world switch
        {
            "zero" => new Measure { Count = 0 },
            "huge" => new Measure { Count = 3, Sum = 3e12, ValueCounts = [1, 1, 1] },
            "tiny" => new Measure { Count = 3, Sum = 3e-9, ValueCounts = [1, 1, 1] },
            "not a number" when node == "b" => new Measure { Count = double.NaN, Sum = double.PositiveInfinity, ValueCounts = [double.NaN, 0, 0] },
            "one order" => new Measure { Count = node == "b" && t == 121 ? 1 : 0, Sum = 1, ValueCounts = [node == "b" && t == 121 ? 1 : 0, 0, 0] },
            "values unknown" => new Measure { Count = 3, Sum = 30 },
            _ => new Measure { Count = 3, Sum = 30, ValueCounts = [1, 1, 1] },
        };
        var nodes = (world == "canary only" ? ["a"] : Nodes).ToDictionary(n => n, Of, StringComparer.Ordinal);
        return new FleetBucket(SimulatedFleet.Begin.AddMinutes(t), TimeSpan.FromMinutes(1), nodes);
    }
}
