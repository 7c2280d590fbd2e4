using System.IO.Compression;
using System.Text;

namespace Rollout.Telemetry.Tests;

public class ControllerTelemetryTests
{
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0";

    /// <summary>The names and labels of contract section 6, to the letter.</summary>
    [Fact]
    public void Shows_what_the_contract_names()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        Assert.Equal(
        [
            "staggered_completed_total{name=\"shop\",namespace=\"store\",result=\"Promoted\"} 0",
            "staggered_completed_total{name=\"shop\",namespace=\"store\",result=\"RolledBack\"} 1",
            "staggered_delivery_change_failure_ratio{name=\"shop\",namespace=\"store\",window=\"30d\"} 0.5",
            "staggered_delivery_deployments{name=\"shop\",namespace=\"store\",window=\"30d\"} 4",
            "staggered_delivery_lead_time_seconds{name=\"shop\",namespace=\"store\",part=\"median\",window=\"30d\"} 61200",
            "staggered_delivery_lead_time_seconds{name=\"shop\",namespace=\"store\",part=\"p90\",window=\"30d\"} 82000",
            "staggered_delivery_lead_time_unknown{name=\"shop\",namespace=\"store\",window=\"30d\"} 1",
            "staggered_delivery_restore_seconds{name=\"shop\",namespace=\"store\",part=\"median\",window=\"30d\"} NaN",
            "staggered_delivery_restore_seconds{name=\"shop\",namespace=\"store\",part=\"p90\",window=\"30d\"} NaN",
            "staggered_delivery_stage_seconds{name=\"shop\",namespace=\"store\",part=\"median\",stage=\"1\",window=\"30d\"} 1800",
            "staggered_delivery_stage_seconds{name=\"shop\",namespace=\"store\",part=\"p90\",stage=\"1\",window=\"30d\"} 3150",
            "staggered_duration_seconds_count{result=\"RolledBack\"} 1",
            "staggered_duration_seconds_sum{result=\"RolledBack\"} 2520",
            "staggered_effect_high_ratio{metric=\"dollars\",name=\"shop\",namespace=\"store\"} -0.1",
            "staggered_effect_high_ratio{metric=\"errors\",name=\"shop\",namespace=\"store\"} NaN",
            "staggered_effect_low_ratio{metric=\"dollars\",name=\"shop\",namespace=\"store\"} -0.3",
            "staggered_effect_low_ratio{metric=\"errors\",name=\"shop\",namespace=\"store\"} NaN",
            "staggered_effect_ratio{metric=\"dollars\",name=\"shop\",namespace=\"store\"} -0.21",
            "staggered_effect_ratio{metric=\"errors\",name=\"shop\",namespace=\"store\"} NaN",
            "staggered_fleet_nodes{name=\"shop\",namespace=\"store\"} 12",
            "staggered_forecast_seconds{metric=\"dollars\",name=\"shop\",namespace=\"store\"} 300",
            "staggered_forecast_seconds{metric=\"errors\",name=\"shop\",namespace=\"store\"} NaN",
            "staggered_held{cause=\"evidence\",name=\"shop\",namespace=\"store\"} 0",
            "staggered_held{cause=\"metrics\",name=\"shop\",namespace=\"store\"} 0",
            "staggered_history_available 1",
            "staggered_history_waiting 2",
            "staggered_info{version=\"0.1.0\"} 1",
            "staggered_last_evaluation_timestamp_seconds{name=\"shop\",namespace=\"store\"} 1772625600.5",
            "staggered_leader 1",
            "staggered_log_evalue_threshold{metric=\"dollars\",name=\"shop\",namespace=\"store\",side=\"harm\"} 4.6",
            "staggered_log_evalue_threshold{metric=\"dollars\",name=\"shop\",namespace=\"store\",side=\"safe\"} 3",
            "staggered_log_evalue_threshold{metric=\"errors\",name=\"shop\",namespace=\"store\",side=\"harm\"} NaN",
            "staggered_log_evalue_threshold{metric=\"errors\",name=\"shop\",namespace=\"store\",side=\"safe\"} NaN",
            "staggered_log_evalue{metric=\"dollars\",name=\"shop\",namespace=\"store\",side=\"harm\"} 5.1",
            "staggered_log_evalue{metric=\"dollars\",name=\"shop\",namespace=\"store\",side=\"safe\"} -3.2",
            "staggered_log_evalue{metric=\"errors\",name=\"shop\",namespace=\"store\",side=\"harm\"} NaN",
            "staggered_log_evalue{metric=\"errors\",name=\"shop\",namespace=\"store\",side=\"safe\"} NaN",
            "staggered_metric_available{metric=\"dollars\",name=\"shop\",namespace=\"store\"} 1",
            "staggered_metric_available{metric=\"errors\",name=\"shop\",namespace=\"store\"} 0",
            "staggered_metric_query_seconds_count 1",
            "staggered_metric_query_seconds_sum 0.02",
            "staggered_phase{name=\"shop\",namespace=\"store\",phase=\"Idle\"} 0",
            "staggered_phase{name=\"shop\",namespace=\"store\",phase=\"Judging\"} 1",
            "staggered_phase{name=\"shop\",namespace=\"store\",phase=\"RollingBack\"} 0",
            "staggered_probe_duration_seconds_count{phase=\"resolve\"} 1",
            "staggered_probe_duration_seconds_sum{phase=\"resolve\"} 0.001",
            "staggered_probe_monitored_success{namespace=\"store\",probe=\"checkout\"} 1",
            "staggered_probe_overdue_total{namespace=\"store\",probe=\"checkout\"} 2",
            "staggered_probe_runs_total{namespace=\"store\",probe=\"checkout\",result=\"passed\"} 1",
            "staggered_probe_success{name=\"shop\",namespace=\"store\",probe=\"checkout\",side=\"canary\"} 0",
            "staggered_probe_success{name=\"shop\",namespace=\"store\",probe=\"checkout\",side=\"stable\"} 1",
            "staggered_reconcile_seconds_count 2",
            "staggered_reconcile_seconds_sum 0.01",
            "staggered_reconcile_total{outcome=\"conflict\"} 1",
            "staggered_reconcile_total{outcome=\"recorded\"} 1",
            "staggered_rollouts_left_out{gauges=\"delivery\"} 0",
            "staggered_rollouts_left_out{gauges=\"state\"} 0",
            "staggered_stage_forecast_seconds{name=\"shop\",namespace=\"store\"} 1200",
            "staggered_stage_nodes{name=\"shop\",namespace=\"store\"} 2",
            "staggered_stage_seconds{name=\"shop\",namespace=\"store\"} 900",
            "staggered_tolerance_ratio{metric=\"dollars\",name=\"shop\",namespace=\"store\"} 0.05",
            "staggered_tolerance_ratio{metric=\"errors\",name=\"shop\",namespace=\"store\"} NaN",
            "staggered_workqueue_depth 3",
            "staggered_workqueue_work_seconds_count 1",
            "staggered_workqueue_work_seconds_sum 0.0002",
        ],
        Shop.Text(telemetry).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l[0] != '#' && !l.Contains("_bucket", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_up_to_infinity()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        var buckets = Shop.Text(telemetry).Split('\n').Where(l => l.StartsWith("staggered_reconcile_seconds_bucket", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["{le=\"0.001\"} 0", "{le=\"0.0025\"} 0", "{le=\"0.005\"} 1", "{le=\"0.01\"} 2"], buckets.Take(4).Select(b => b["staggered_reconcile_seconds_bucket".Length..]));
        Assert.Equal("staggered_reconcile_seconds_bucket{le=\"+Inf\"} 2", buckets[^1]);
        Assert.Contains("staggered_reconcile_seconds_bucket{le=\"1.0\"} 2", buckets);
    }

    [Fact]
    public void A_month_of_releases_adds_no_series()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        telemetry.Meter.Complete("store", "shop", "Promoted", TimeSpan.FromMinutes(1));
        var before = Shop.Series(Shop.Text(telemetry)).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(before);
        for (var release = 0; release < 600; release++)
        {
            telemetry.Meter.Show(Shop.Judging with { Phase = Shop.Phases[release % 3], StageNodes = release % 7, Metrics = [new("dollars") { Effect = release }, new("errors")] }, Shop.Results);
            telemetry.Meter.Complete("store", "shop", Shop.Results[release % 2], TimeSpan.FromMinutes(release));
            telemetry.Meter.Passed(PassOutcome.Recorded, TimeSpan.FromSeconds(release));
        }

        Assert.Equal(before, Shop.Series(Shop.Text(telemetry)).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_controller_that_does_not_lead_shows_no_rollouts_and_one_that_is_gone_is_forgotten()
    {
        using var telemetry = Shop.Telemetry();
        Assert.Contains("staggered_leader 0\n", Shop.Text(telemetry), StringComparison.Ordinal);
        Shop.SayAll(telemetry.Meter);
        telemetry.Meter.Show(Shop.Judging with { Name = "cart" }, Shop.Results);
        telemetry.Meter.Forget("store", "cart");
        Assert.Contains("staggered_stage_nodes{name=\"shop\"", Shop.Text(telemetry), StringComparison.Ordinal);
        Assert.DoesNotContain("staggered_stage_nodes{name=\"cart\"", Shop.Text(telemetry), StringComparison.Ordinal);
        telemetry.Meter.Lead(false);
        Assert.Contains("staggered_leader 0\n", Shop.Text(telemetry), StringComparison.Ordinal);
        Assert.DoesNotContain("staggered_phase{", Shop.Text(telemetry), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenMetrics_is_the_same_series_with_its_own_declarations_and_an_end()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        var page = telemetry.Page(OpenMetrics, null);
        var text = Encoding.UTF8.GetString(page.Body);
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", page.ContentType);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE staggered_completed counter\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE staggered_completed_total counter\n", Shop.Text(telemetry), StringComparison.Ordinal);
        Assert.Equal(Shop.Series(Shop.Text(telemetry)), Shop.Series(text));
    }

    [Fact]
    public void A_page_is_packed_for_those_who_take_it()
    {
        using var telemetry = Shop.Telemetry();
        var page = telemetry.Page(null, "br, gzip;q=0.5");
        Assert.True(page.IsGzip);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(page.Body), CompressionMode.Decompress));
        Assert.Equal("# HELP staggered_info What runs: always 1.", reader.ReadLine());
        Assert.False(telemetry.Page(null, "gzip;q=0").IsGzip);
    }

    [Fact]
    public void Two_controllers_in_one_process_do_not_see_each_others_instruments()
    {
        using var one = Shop.Telemetry();
        using var other = Shop.Telemetry();
        Shop.SayAll(one.Meter);
        Assert.DoesNotContain("staggered_phase", Shop.Text(other), StringComparison.Ordinal);
        Assert.Contains("staggered_phase", Shop.Text(one), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_at_once_each_get_the_whole_page()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        var text = Shop.Text(telemetry);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Shop.Text(telemetry)))), t => Assert.Equal(text, t));
    }
}
