namespace Rollout.Judge.Tests;

public sealed class ForecasterTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count };

    /// <summary>1 - e^(-sigma0 sqrt(2 ln(10/alpha))) is the rule of thumb of judge/README.md section 2.1: 17 % at 5 %.</summary>
    [Theory]
    [InlineData(.02, .072)]
    [InlineData(.05, .17)]
    [InlineData(.1, .31)]
    public void The_smallest_loss_is_near_the_rule_of_thumb(double sigma0, double rule) =>
        Assert.InRange(Forecaster.Of(Question(sigma0)).SmallestDetectableLoss!.Value, .85 * rule, 1.1 * rule);

    [Fact]
    public void A_loss_that_drowns_in_node_differences_is_not_detectable_and_has_no_time()
    {
        var said = Forecaster.Of(Question(.1) with { Losses = [.2, .5] });
        Assert.False(said.Losses[0].Detectable);
        Assert.Null(said.Losses[0].Median);
        Assert.Null(said.Losses[0].Quantile90);
        Assert.True(said.Losses[1].Detectable);
        Assert.True(said.Losses[1].Median < said.Losses[1].Quantile90);
    }

    [Fact]
    public void Tolerances_that_node_differences_swallow_cannot_be_excluded()
    {
        var said = Forecaster.Of(Question(.05) with { Tolerances = [.05, .3] });
        Assert.False(said.Promotions[0].Possible);
        Assert.Null(said.Promotions[0].Median);
        Assert.True(said.Promotions[1].Possible);
        Assert.NotNull(said.Promotions[1].Median);
    }

    [Fact]
    public void The_same_question_has_the_same_answer() =>
        Assert.Equivalent(Forecaster.Of(Question(.02) with { Losses = [.2] }), Forecaster.Of(Question(.02) with { Losses = [.2] }), strict: true);

    [Fact]
    public void Losses_are_seen_later_at_night()
    {
        var question = Question(0) with { Losses = [.2], Rhythm = Rhythm(h => h % 24 < 12 ? 6000 : 1200) };
        var (day, night) = (Median(question), Median(question with { Start = question.Start.AddHours(12) }));
        Assert.InRange(night.TotalMinutes / day.TotalMinutes, 3.5, 6);
    }

    [Fact]
    public void A_higher_threshold_takes_longer_and_evidence_in_hand_shortens()
    {
        var question = Question(0) with { Losses = [.2] };
        var evidence = MetricJudge.Begin(Plan, question.Baseline);
        var bucket = new FleetBucket(question.Start, SimulatedFleet.Minute, Enumerable.Range(0, 10)
            .ToDictionary(i => "n" + i, i => new Measure { Count = i == 0 ? 80 : 100 }, StringComparer.Ordinal));
        evidence = MetricJudge.Observe(Plan, question.Baseline, evidence, bucket, ["n0"]);
        Assert.True(Median(question with { HarmThreshold = 7 }) > Median(question));
        Assert.True(Median(question with { Evidence = evidence }) < Median(question));
    }

    /// <summary>Within the plan at its own threshold, after it at the late one; by time or by information, whichever ends first; a metric that was not planned is beyond it.</summary>
    [Fact]
    public void A_plan_proves_harm_sooner_while_it_lasts()
    {
        var question = Question(0) with { Losses = [.2, .05] };
        ForecastQuestion Planned(double minutes, double information = 1e9, string name = "") => question with
        {
            Horizon = new HorizonThreshold
            {
                LogThreshold = 3, LogLate = 7, End = question.Start.AddMinutes(minutes), Paths = 1, Seed = 1,
                PlannedInformation = new Dictionary<string, double>(StringComparer.Ordinal) { [name] = information },
            },
        };
        var (low, late) = (question with { HarmThreshold = 3 }, question with { HarmThreshold = 7 });
        Assert.Equal(Median(low), Median(Planned(1e5)));
        Assert.True(Median(low) < Median(late));
        Assert.Equal(Median(late), Median(Planned(-1)));
        Assert.Equal(Median(late), Median(Planned(1e5, information: 1)));
        Assert.Equal(Median(late), Median(Planned(1e5, name: "another")));

        // A plan that ends between the two losses helps the larger one alone.
        var between = Forecaster.Of(Planned(2 * Median(late).TotalMinutes)).Losses;
        Assert.Equal(Median(low), between[0].Median);
        Assert.True(between[1].Median > Forecaster.Of(low).Losses[1].Median);
    }

    [Fact]
    public void What_only_the_plans_threshold_finds_is_detectable_too()
    {
        var question = Question(.05);
        var horizon = new HorizonThreshold
        {
            LogThreshold = 2.5, LogLate = 7, End = question.Start.AddDays(9), Paths = 1, Seed = 1,
            PlannedInformation = new Dictionary<string, double>(StringComparer.Ordinal) { [""] = 1e9 },
        };
        double Smallest(ForecastQuestion of) => Forecaster.Of(of).SmallestDetectableLoss!.Value;
        Assert.True(Smallest(question with { Horizon = horizon }) < Smallest(question with { HarmThreshold = 4.6 }));
        Assert.Equal(Smallest(question with { HarmThreshold = 7 }), Smallest(question with { Horizon = horizon with { End = question.Start } }), 1e-9);
    }

    [Fact]
    public void Nothing_that_happens_proves_nothing()
    {
        var said = Forecaster.Of(Question(0) with { Losses = [.5], Tolerances = [.1], Rhythm = Rhythm(_ => 1e-9) });
        Assert.False(said.Losses[0].Detectable);
        Assert.Null(said.Losses[0].Median);
        Assert.False(said.Promotions[0].Possible);
        Assert.Null(said.SmallestDetectableLoss);
    }

    private static TimeSpan Median(ForecastQuestion question) => Forecaster.Of(question).Losses[0].Median!.Value;

    private static FleetRhythm Rhythm(Func<int, double> perHour) =>
        new() { Kind = RhythmKind.HourOfWeek, PerHour = [.. Enumerable.Range(0, 168).Select(perHour)] };

    private static ForecastQuestion Question(double sigma0) => new()
    {
        Plan = Plan,
        Baseline = CrossingCurveTests.Of(sigma0, 1),
        Rhythm = Rhythm(_ => 12_000),
        Bucket = SimulatedFleet.Minute,
        Start = DateTimeOffset.UnixEpoch.AddDays(20_000),
    };
}
