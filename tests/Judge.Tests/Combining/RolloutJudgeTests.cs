using FsCheck;
using FsCheck.Fluent;

namespace Rollout.Judge.Tests;

public sealed class RolloutJudgeTests
{
    private const double Alpha = .01;

    [Fact]
    public void Harm_wins_over_safe_at_one_look()
    {
        var judgement = RolloutJudge.Combine(
            [Metric("money", JudgedRole.Objective, .8, Verdict.Better, -2), Metric("errors", JudgedRole.Guard, .2, Verdict.Worse, 7)], Alpha);
        Assert.Equal(Verdict.Worse, judgement.Verdict);
        Assert.Equal(["errors"], judgement.Blamed);
    }

    [Fact]
    public void Two_metrics_that_are_weak_alone_prove_harm_together_and_none_is_blamed_alone()
    {
        // 0.5 * 150 + 0.5 * 60 = 105 >= 100; without the first, 60 < 100.
        var judgement = RolloutJudge.Combine(
            [Metric("a", JudgedRole.Objective, .5, Verdict.Insufficient, Math.Log(150)), Metric("b", JudgedRole.Objective, .5, Verdict.Insufficient, Math.Log(60))],
            Alpha);
        Assert.Equal(Verdict.Worse, judgement.Verdict);
        Assert.Equal(Math.Log(105), judgement.LogEHarm, 1e-12);
        Assert.Equal(["a"], judgement.Blamed);
    }

    [Fact]
    public void A_watched_metric_never_decides()
    {
        var judgement = RolloutJudge.Combine(
            [Metric("money", JudgedRole.Objective, 1, Verdict.NoWorse, -2), Metric("pages", JudgedRole.Watch, 0, Verdict.Worse, 50)], Alpha);
        Assert.Equal(Verdict.NoWorse, judgement.Verdict);
    }

    [Theory]
    [InlineData(Verdict.NoWorse, Verdict.Better, Verdict.NoWorse)]
    [InlineData(Verdict.Better, Verdict.Better, Verdict.Better)]
    [InlineData(Verdict.Insufficient, Verdict.Better, Verdict.Insufficient)]
    [InlineData(Verdict.Unavailable, Verdict.Better, Verdict.Unavailable)]
    [InlineData(Verdict.Unavailable, Verdict.Misconfigured, Verdict.Misconfigured)]
    public void Every_objective_must_be_safe(Verdict first, Verdict second, Verdict together)
    {
        var judgement = RolloutJudge.Combine(
            [Metric("a", JudgedRole.Objective, .5, first, 0), Metric("b", JudgedRole.Objective, .5, second, 0)], Alpha);
        Assert.Equal(together, judgement.Verdict);
    }

    [Fact]
    public void A_guard_need_not_prove_itself_safe()
    {
        var judgement = RolloutJudge.Combine(
            [Metric("a", JudgedRole.Objective, .9, Verdict.NoWorse, 0), Metric("b", JudgedRole.Guard, .1, Verdict.Insufficient, 0)], Alpha);
        Assert.Equal(Verdict.NoWorse, judgement.Verdict);
        Assert.Empty(judgement.Waiting);
    }

    [Fact]
    public void No_metric_at_all_is_no_evidence()
    {
        var judgement = RolloutJudge.Combine([], Alpha);
        Assert.Equal(Verdict.Insufficient, judgement.Verdict);
        Assert.Equal(0, judgement.LogEHarm);
    }

    /// <summary>The shortcut of the blame list against closed testing spelt out over every subset.</summary>
    [Fact]
    public void Blame_is_closed_testing()
    {
        var logs = Gen.Choose(-40, 160).Select(x => x / 10.0).ListOf(5);
        Prop.ForAll(logs.ToArbitrary(), es =>
        {
            var metrics = es.Select((e, i) => Metric("m" + i, JudgedRole.Objective, (i + 1) / 15.0, Verdict.Insufficient, e)).ToArray();
            var judgement = RolloutJudge.Combine(metrics, Alpha);
            var expected = judgement.Verdict == Verdict.Worse ? Enumerable.Range(0, 5).Where(m => InEverySubset(metrics, m)).Select(m => "m" + m) : [];
            return judgement.Blamed.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    private static bool InEverySubset(MetricAssessment[] metrics, int named) =>
        Enumerable.Range(0, 1 << metrics.Length).Where(s => (s >> named & 1) == 1).All(s =>
        {
            var members = metrics.Where((_, i) => (s >> i & 1) == 1).ToArray();
            return members.Sum(m => m.Weight * Math.Exp(m.Assessment.LogEHarm)) / members.Sum(m => m.Weight) >= 1 / Alpha;
        });

    private static MetricAssessment Metric(string name, JudgedRole role, double weight, Verdict verdict, double harm) =>
        new(name, role, weight, new Assessment { Verdict = verdict, LogEHarm = harm });
}
