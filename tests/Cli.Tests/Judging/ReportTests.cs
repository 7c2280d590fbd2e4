using Rollout.Cli.Judging;
using Rollout.Judge;

namespace Rollout.Cli.Tests.Judging;

public class ReportTests
{
    private static readonly JudgeRequest Request = new() { Canaries = ["n0"], Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero) };

    private static readonly JudgeReport Report = new()
    {
        Id = "a \"1\" < é",
        Verdict = Verdict.Worse,
        DecidedAt = new(2026, 11, 21, 10, 12, 0, TimeSpan.Zero),
        Minutes = 12,
        Assessment = new Assessment
        {
            Verdict = Verdict.Worse,
            Effect = -0.214,
            Low = -0.301,
            High = null,
            LogEHarm = 5.1,
            LogESafe = -3.25,
            HarmThreshold = 4.605,
            SafeThreshold = 2.996,
            CanaryEvents = 312,
            FleetEvents = 2017,
            Phi = 1.1,
            Sigma0 = 0.012,
            ExpectedShare = 0.2,
        },
        Notes = ["a note that says what a reader of the verdict must know about what it rests on", "b"],
    };

    [Fact]
    public void A_report_is_one_line_of_JSON_with_the_contract_s_names() => Assert.Equal(
        """
        {"id":"a \"1\" < é","verdict":"Worse","decidedAt":"2026-11-21T10:12:00Z","minutes":12,"effect":-0.214,"low":-0.301,"high":null,
        "logEHarm":5.1,"logESafe":-3.25,"canaryEvents":312,"fleetEvents":2017,"phi":1.1,"sigma0":0.012,"expectedShare":0.2,
        "notes":["a note that says what a reader of the verdict must know about what it rests on","b"],"explanation":null}
        """.Replace("\n", "", StringComparison.Ordinal),
        ReportJson.Line(Report));

    [Fact]
    public void What_is_not_known_or_not_finite_is_null()
    {
        var json = ReportJson.Line(new JudgeReport { Verdict = Verdict.Insufficient, Assessment = Report.Assessment! with { LogESafe = double.NegativeInfinity } });
        Assert.Contains("\"logESafe\":null", json, StringComparison.Ordinal);
        Assert.Contains("\"id\":null,\"verdict\":\"Insufficient\",\"decidedAt\":null,\"minutes\":null", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_reads_sentences() => Assert.Equal(
        """
        Worse: n0 earns less than the rest of the fleet lets expect. A controller would
        have rolled back.
        decided     2026-11-21T10:12:00Z, 12 minutes after the start (warm-up 2m)
        effect      -21.4 %; at all times together with 95 %: -30.1 % or more
        harm        log e-value 5.10 of the 4.61 that prove it
        safety      log e-value -3.25 of the 3.00 that exclude a loss of 10 %
        events      312 of the fleet's 2,017 events on the canary; 20 % were expected
        noise       phi 1.10, sigma0 0.0120
        note        a note that says what a reader of the verdict must know about what
                    it rests on
        note        b
        """.Split('\n'), ReportText.Lines(Report, Request));

    [Theory]
    [InlineData(Verdict.NoWorse, "NoWorse: a loss of 10 % or more on n0 is excluded. A controller would have gone on.")]
    [InlineData(Verdict.Better, "Better: n0 earns more than the rest of the fleet lets expect. A controller would have gone on.")]
    [InlineData(Verdict.Insufficient, "Insufficient: not enough evidence either way about n0. A controller would still be waiting.")]
    public void Every_verdict_is_told_with_what_follows(Verdict verdict, string expected) =>
        Assert.Equal(expected, string.Join(' ', ReportText.Lines(new JudgeReport { Verdict = verdict }, Request)));
}
