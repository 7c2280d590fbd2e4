using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Measuring;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Measuring;

/// <summary>A stage of <see cref="Shop"/> that has been on trial for so many minutes, with so many more expected.</summary>
public class StageExpectationTests
{
    [Fact]
    public void The_first_forecast_of_a_stage_stays_however_later_ones_move_away()
    {
        var first = StageExpectation.None.After(Of(lasted: 2, left: 20));
        Assert.Equal(Minutes(22), first.Lasts);
        Assert.Same(first, first.After(Of(lasted: 30, left: 200)));
    }

    [Fact]
    public void A_stage_without_a_forecast_has_no_expectation_until_there_is_one()
    {
        var none = StageExpectation.None.After(Of(lasted: 2, left: null));
        Assert.Null(none.Lasts);
        Assert.Equal(Minutes(25), none.After(Of(lasted: 5, left: 20)).Lasts);
    }

    [Fact]
    public void The_next_stage_and_the_next_trial_begin_afresh_and_without_a_stage_nothing_is_expected()
    {
        var first = StageExpectation.None.After(Of(lasted: 2, left: 20));
        Assert.Equal(Minutes(9), first.After(Of(lasted: 1, left: 8, nodes: 2)).Lasts);
        Assert.Equal(Minutes(9), first.After(Of(lasted: 1, left: 8, trial: 2)).Lasts);
        Assert.Equal(StageExpectation.None, first.After(Of(1, 8) with { Progress = Shop.AtRest() }));
    }

    [Fact]
    public void The_slowest_objective_counts_and_one_that_is_proven_safe_already_takes_no_more_time()
    {
        var world = Of(lasted: 2, left: 20);
        var two = world with { Spec = Shop.Spec(Shop.Metric("orders"), Shop.Metric("dollars"), Shop.Metric("pages", MetricRole.Watch)) };
        Assert.Null(StageExpectation.None.After(two).Lasts);
        Assert.Equal(Minutes(32), StageExpectation.None.After(two with { Judgement = Judged(View("orders", 20), View("dollars", 30)) }).Lasts);
        Assert.Equal(Minutes(22), StageExpectation.None.After(two with { Judgement = Judged(View("orders", 20), View("dollars", null, logESafe: 4)) }).Lasts);
    }

    [Fact]
    public void The_owners_minimum_is_no_delay()
    {
        var world = Of(lasted: 2, left: 3);
        var slow = world with { Spec = world.Spec with { Stages = [new StageSpec { Nodes = new NodeCount(1, false), MinDuration = Minutes(60) }] } };
        Assert.Equal(Minutes(5), StageExpectation.None.After(world with { Spec = world.Spec with { Stages = [new StageSpec { Nodes = new NodeCount(1, false) }] } }).Lasts);
        Assert.Equal(Minutes(60), StageExpectation.None.After(slow).Lasts);
    }

    [Fact]
    public void Metrics_out_of_reach_say_nothing_about_the_time()
    {
        var away = Of(lasted: 2, left: 20) with { Judgement = new Observed<JudgeView>.Unreadable("refused") };
        Assert.Null(StageExpectation.None.After(away).Lasts);
    }

    private static World Of(double lasted, double? left, int nodes = 1, int trial = 1) => new()
    {
        Now = Shop.Noon,
        Spec = Shop.Spec() with { Stages = [new StageSpec { Nodes = new NodeCount(1, false) }] },
        Progress = Shop.OnTrial() with
        {
            Trial = trial,
            Stage = new StageProgress { Index = 0, Nodes = nodes, FleetNodes = 4, Since = Shop.Noon - Minutes(100), Deadline = new StageClock(Minutes(lasted), null) },
        },
        Fleet = Shop.Seen(),
        Judgement = Judged(View("orders", left)),
    };

    private static Observed<JudgeView> Judged(params MetricView[] metrics) =>
        new Observed<JudgeView>.Known(new JudgeView { Revision = "v2", Trial = 1, Metrics = metrics });

    private static MetricView View(string name, double? left, double logESafe = 0) => new()
    {
        Name = name,
        Tolerance = 0.2m,
        Remaining = left is { } minutes ? Minutes(minutes) : null,
        Assessment = new Assessment { Verdict = Verdict.Insufficient, LogESafe = logESafe, SafeThreshold = 3 },
    };

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
