namespace Rollout.Telemetry.Tests;

/// <summary>More rollouts than an instrument has series: who is shown, and that nobody is left out in silence.</summary>
public class ShownRolloutsTests
{
    /// <summary>Three phases a rollout: thirty-three of forty fit.</summary>
    private const int Series = 100;

    [Fact]
    public void Those_on_trial_are_shown_first_and_the_others_by_name_and_how_many_are_left_out_is_a_figure()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        Show(telemetry, 40, onTrial: 39);
        var text = Shop.Text(telemetry);
        Assert.Equal(33, Names(text).Count);
        Assert.Equal([.. Enumerable.Range(0, 32).Select(Name), Name(39)], Names(text));
        Assert.Contains("staggered_rollouts_left_out{gauges=\"state\"} 7\n", text, StringComparison.Ordinal);
    }

    /// <summary>The SDK never gives a series back, and lays what is beyond the bound on top of each other: none of ours may come there.</summary>
    [Fact]
    public void However_often_others_come_to_be_on_trial_no_gauge_overflows()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        for (var turn = 0; turn < 40; turn++)
        {
            Show(telemetry, 40, onTrial: 39 - turn);
            var text = Shop.Text(telemetry);
            Assert.Contains(Name(39 - turn), Names(text));
            Assert.DoesNotContain(text.Split('\n'), l => l.Contains("otel_metric_overflow", StringComparison.Ordinal) && !l.StartsWith("staggered_completed_total", StringComparison.Ordinal));
            Assert.Equal(99, text.Split('\n').Count(l => l.StartsWith("staggered_phase{", StringComparison.Ordinal)));
        }
    }

    /// <summary>Environments for review, say: each lives for a day.</summary>
    [Fact]
    public void Rollouts_that_come_and_go_for_years_use_no_series_up()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        for (var i = 0; i < 300; i++)
        {
            telemetry.Meter.Show(Shop.Judging with { Name = Name(i), Metrics = [], Probes = [] }, []);
            Assert.Equal([Name(i)], Names(Shop.Text(telemetry)));
            telemetry.Meter.Forget("store", Name(i));
        }

        Assert.DoesNotContain("otel_metric_overflow", Shop.Text(telemetry), StringComparison.Ordinal);
    }

    [Fact]
    public void When_there_is_room_again_all_are_shown_and_both_moments_are_told_once()
    {
        var told = new List<(int State, int Figures)>();
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series, leftOutChanged: (state, figures) => told.Add((state, figures)));
        Show(telemetry, 40, onTrial: 39);
        Shop.Text(telemetry);
        Shop.Text(telemetry);
        Assert.Equal([(7, 0)], told);
        for (var i = 0; i < 20; i++)
        {
            telemetry.Meter.Forget("store", Name(i));
        }

        var text = Shop.Text(telemetry);
        Assert.Equal(20, Names(text).Count);
        Assert.Contains("staggered_rollouts_left_out{gauges=\"state\"} 0\n", text, StringComparison.Ordinal);
        Assert.Equal([(7, 0), (0, 0)], told);
    }

    [Fact]
    public void A_rollout_with_more_metrics_than_phases_counts_as_much_as_its_metrics_do()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        for (var i = 0; i < 12; i++)
        {
            telemetry.Meter.Show(
                Shop.Judging with { Name = Name(i), Metrics = [.. Enumerable.Range(0, 5).Select(m => new MetricGauges(FormattableString.Invariant($"m{m}")))] }, []);
        }

        var text = Shop.Text(telemetry);
        Assert.Equal(10, Names(text).Count);
        Assert.DoesNotContain("otel_metric_overflow", text, StringComparison.Ordinal);
    }

    /// <summary>One at rest waits with its zeros, so that series are there for those that end trials; the first end is an increase all the same.</summary>
    [Fact]
    public void Counters_of_rollouts_at_rest_leave_half_of_the_series_to_those_on_trial()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        Show(telemetry, 40, onTrial: -1);
        Assert.Equal(25, Counted(Shop.Text(telemetry)));
        Show(telemetry, 40, onTrial: 39);
        Assert.Contains($"staggered_completed_total{{name=\"{Name(39)}\",namespace=\"store\",result=\"Promoted\"}} 0\n", Shop.Text(telemetry), StringComparison.Ordinal);
        Assert.Equal(26, Counted(Shop.Text(telemetry)));
    }

    [Fact]
    public void Delivery_figures_that_find_no_series_are_counted_too()
    {
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, mostSeries: Series);
        for (var i = 0; i < 30; i++)
        {
            telemetry.Meter.Deliver("store", Name(i),
            [
                new DeliveryReading { Namespace = "store", Name = Name(i), Window = "30d", Stages = [(0, 1, 1), (1, 1, 1)] },
            ]);
        }

        var text = Shop.Text(telemetry);
        Assert.Equal(25, text.Split('\n').Count(l => l.StartsWith("staggered_delivery_deployments{", StringComparison.Ordinal)));
        Assert.Contains("staggered_rollouts_left_out{gauges=\"delivery\"} 5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("otel_metric_overflow", text, StringComparison.Ordinal);
    }

    private static void Show(ControllerTelemetry telemetry, int rollouts, int onTrial)
    {
        for (var i = 0; i < rollouts; i++)
        {
            telemetry.Meter.Show(Shop.Judging with { Name = Name(i), IsAtRest = i != onTrial, Phase = i == onTrial ? "Judging" : "Idle", Metrics = [], Probes = [] }, Shop.Results);
        }
    }

    private static string Name(int number) => FormattableString.Invariant($"shop-{number:00}");

    private static List<string> Names(string text) =>
        [.. text.Split('\n').Where(l => l.StartsWith("staggered_stage_nodes{name=", StringComparison.Ordinal)).Select(l => l.Split('"')[1]).Order(StringComparer.Ordinal)];

    private static int Counted(string text) =>
        text.Split('\n').Count(l => l.StartsWith("staggered_completed_total{name=", StringComparison.Ordinal)) / Shop.Results.Length;
}
