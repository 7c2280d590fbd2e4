using Rollout.History.Reporting;

namespace Rollout.History.Tests.Reporting;

/// <summary>Every figure beside the one worked out by hand from <see cref="Month"/>.</summary>
public class DeliveryReportsTests
{
    private static readonly ReportSpan Span = new(Month.First, Month.At(15, 0));
    private static readonly DeliveryReport Report = DeliveryReports.Of(Month.Releases, Span);

    [Fact]
    public void Four_promotions_in_fourteen_days_are_two_a_week()
    {
        Assert.Equal(new DeploymentFrequency(4, 2, 4), Report.Frequency);
        Assert.Equal((4, 1, 1, 1), (Report.Results[ReleaseResult.Promoted], Report.Results[ReleaseResult.RolledBack], Report.Results[ReleaseResult.Superseded], Report.Results[ReleaseResult.Aborted]));
        Assert.Equal((1, 1), (Report.UnderWay, Report.Returns));
    }

    /// <summary>v2: day 1 13:00 to day 2 13:00, 24 h. v5: day 5 02:00 to 12:00, 10 h. v4's commit is not known; the return to v4 has none.</summary>
    [Fact]
    public void Lead_time_is_from_commit_to_every_node_and_unknown_where_the_commit_is()
    {
        Assert.Equal((2, 1, TimeSpan.FromHours(17)), (Report.LeadTime.Known, Report.LeadTime.Unknown, Report.LeadTime.Median));

        // From the build: v2 4 h, v4 8 h; v5's is not known.
        Assert.Equal((2, 1, TimeSpan.FromHours(6)), (Report.LeadTimeFromBuild.Known, Report.LeadTimeFromBuild.Unknown, Report.LeadTimeFromBuild.Median));
    }

    /// <summary>Changes with a verdict: v2, v3, v4, v5. Failed: v3 rolled back, v5 reverted. Without: v6 aborted, v7 superseded.</summary>
    [Fact]
    public void Half_of_the_changes_failed()
    {
        Assert.Equal(new ChangeFailures(4, 1, 1, 2), Report.Failures);
        Assert.Equal(0.5, Report.Failures.Rate);
    }

    /// <summary>v3: day 3 10:30 to 11:00, half an hour. v5: day 5 10:00 to the return's end on day 6 10:00, 24 h.</summary>
    [Fact]
    public void Time_to_restore_is_from_the_first_node_of_production_to_the_version_before_on_all() =>
        Assert.Equal((2, 0, TimeSpan.FromHours(12.25)), (Report.TimeToRestore.Known, Report.TimeToRestore.Unknown, Report.TimeToRestore.Median));

    [Fact]
    public void Time_in_each_stage_and_around_them()
    {
        // First stage: v2 45 min, v3 15, v4 30, v5 60, v4 again 30, v6 30. Second: v2 60, v4 30, v5 30.
        Assert.Equal([(0, 6, 0, 30.0), (1, 3, 0, 30.0)], Report.Stages.Select(s => (s.Index, s.Took.Known, s.Took.Unknown, s.Took.Median!.Value.TotalMinutes)));
        Assert.Equal(TimeSpan.FromMinutes(52.5), Report.Stages[0].Took.P90);

        // Until the first canary: 15, 30, 30, 0, 0, 0 minutes. To all nodes: 60, 30, 30, 30. Back: 15.
        Assert.Equal((6, 7.5), (Report.Waiting.Known, Report.Waiting.Median!.Value.TotalMinutes));
        Assert.Equal((4, 30.0), (Report.Promoting.Known, Report.Promoting.Median!.Value.TotalMinutes));
        Assert.Equal((1, 15.0), (Report.TakingBack.Known, Report.TakingBack.Median!.Value.TotalMinutes));
    }

    [Fact]
    public void The_flow_counts_what_had_come_to_each_state_by_the_end_of_each_day()
    {
        Assert.Equal(14, Report.Flow.Count);
        Assert.Equal(
            [(1, 0, 0, 0, 0, 0), (2, 1, 1, 1, 1, 1), (3, 2, 2, 2, 2, 1), (4, 3, 3, 3, 3, 2), (5, 4, 4, 4, 4, 3), (6, 5, 5, 5, 5, 4), (7, 6, 6, 6, 6, 4), (8, 8, 8, 7, 7, 4)],
            Report.Flow.Take(8).Select(p => (p.Until.AddTicks(-1).Day, p.TakenUp, p.OnCanary, p.Decided, p.Over, p.Promoted)));
        Assert.Equal(Span.Until, Report.Flow[^1].Until);

        // In the middle of day 2: v2 is on its canary and not decided.
        var morning = DeliveryReports.Of(Month.Releases, new ReportSpan(Month.First, Month.At(2, 11.5))).Flow[^1];
        Assert.Equal((1, 1, 0, 0, 0), (morning.TakenUp, morning.OnCanary, morning.Decided, morning.Over, morning.Promoted));
    }

    [Fact]
    public void Only_what_ended_in_the_span_counts_its_end_excluded()
    {
        var report = DeliveryReports.Of(Month.Releases, new ReportSpan(Month.At(3, 11), Month.At(5, 12)));
        Assert.Equal((1, 1), (report.Results[ReleaseResult.Promoted], report.Results[ReleaseResult.RolledBack]));
        Assert.Equal(1, report.UnderWay);
        Assert.Equal(0.5, report.Failures.Rate);
    }

    [Fact]
    public void Of_nothing_every_figure_is_unknown_and_none_is_zero_that_should_not_be()
    {
        var report = DeliveryReports.Of([], new ReportSpan(Month.First, Month.First.AddHours(12)));
        Assert.Equal(new DeploymentFrequency(0, null, 0), report.Frequency);
        Assert.Null(report.Failures.Rate);
        Assert.Equal(new Durations(0, 0, null, null), report.LeadTime);
        Assert.Empty(report.Stages);
    }

    [Fact]
    public void A_release_of_another_rollout_reverts_nothing()
    {
        var other = Month.Releases.Select(r => r.Key.Revision == "v4" && r.StableRevision == "v5" ? r with { Key = r.Key with { Uid = "hosts/other" } } : r);
        Assert.Equal((0, 0), (DeliveryReports.Of([.. other], Span).Returns, DeliveryReports.Of([.. other], Span).Failures.Reverted));
    }

    [Fact]
    public void The_order_in_which_releases_come_changes_nothing() =>
        Assert.Equal(ReportJson.Of(Report).ToJsonString(), ReportJson.Of(DeliveryReports.Of([.. Month.Releases.Reverse()], Span)).ToJsonString());

    [Fact]
    public void A_span_of_years_has_a_bounded_number_of_columns() =>
        Assert.InRange(DeliveryReports.Of(Month.Releases, new ReportSpan(Month.First.AddYears(-20), Month.At(15, 0))).Flow.Count, 200, 402);

    [Fact]
    public void As_JSON_durations_are_seconds_unknown_is_null_and_every_figure_has_its_definition()
    {
        var json = ReportJson.Of(Report);
        Assert.Equal(61_200, (double)json["leadTime"]!["medianSeconds"]!);
        Assert.Equal(0.5, (double)json["changeFailures"]!["rate"]!);
        Assert.Equal(4, (int)json["results"]!["Promoted"]!);
        var empty = ReportJson.Of(DeliveryReports.Of([], Span));
        Assert.Null(empty["changeFailures"]!["rate"]);
        Assert.Null(empty["leadTime"]!["medianSeconds"]);
        Assert.All(new[] { "deploymentFrequency", "leadTime", "leadTimeFromBuild", "changeFailures", "timeToRestore", "stages", "flow", "source" },
            name => Assert.False(string.IsNullOrEmpty((string?)json["definitions"]![name])));
    }
}
