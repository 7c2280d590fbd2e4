using System.Text;
using Rollout.Planning;
using Rollout.Server.Measuring;
using Rollout.Server.Tests.Loop;
using Rollout.Telemetry;

namespace Rollout.Server.Tests.Measuring;

/// <summary>A loop that is counted, read as Prometheus reads it.</summary>
public sealed class MeasuringTests : IAsyncDisposable
{
    private readonly LoopWorld world = new();
    private readonly ControllerTelemetry telemetry = new("0.1.0", _ => null);

    public async ValueTask DisposeAsync()
    {
        telemetry.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_trial_shows_its_phase_stage_and_evidence_and_its_end_is_counted_once()
    {
        await StartAsync();
        await ReleaseAsync("v2", until: Phase.Judging);
        await world.BucketsAsync(2);
        var judging = Page();
        Assert.Equal("1", judging["staggered_phase{name=\"shop\",namespace=\"default\",phase=\"Judging\"}"]);
        Assert.Equal("0", judging["staggered_phase{name=\"shop\",namespace=\"default\",phase=\"Idle\"}"]);
        Assert.Equal(Enum.GetNames<Phase>().Length, judging.Keys.Count(k => k.StartsWith("staggered_phase", StringComparison.Ordinal)));
        Assert.Equal("1", judging["staggered_stage_nodes{name=\"shop\",namespace=\"default\"}"]);
        Assert.Equal("1", judging["staggered_metric_available{metric=\"orders\",name=\"shop\",namespace=\"default\"}"]);
        Assert.NotEqual("NaN", judging["staggered_effect_ratio{metric=\"orders\",name=\"shop\",namespace=\"default\"}"]);
        Assert.Equal("0", judging["staggered_completed_total{name=\"shop\",namespace=\"default\",result=\"RolledBack\"}"]);
        await HarmAsync();
        var after = Page();
        Assert.Equal("1", after["staggered_completed_total{name=\"shop\",namespace=\"default\",result=\"RolledBack\"}"]);
        Assert.Equal("1", after["staggered_duration_seconds_count{result=\"RolledBack\"}"]);
        Assert.Equal("NaN", after["staggered_effect_ratio{metric=\"orders\",name=\"shop\",namespace=\"default\"}"]);
        Assert.Equal("0", after["staggered_stage_nodes{name=\"shop\",namespace=\"default\"}"]);
        await world.BucketsAsync(3);
        Assert.Equal("1", Page()["staggered_completed_total{name=\"shop\",namespace=\"default\",result=\"RolledBack\"}"]);
    }

    [Fact]
    public async Task A_stage_shows_what_it_is_measured_by_its_time_and_the_time_that_was_expected()
    {
        await StartAsync();
        await ReleaseAsync("v2", until: Phase.Judging);
        await world.BucketsAsync(1);
        await world.Loop.Outlooks.UnderWay;
        await world.BucketsAsync(1);
        var page = Page();
        const string One = "{name=\"shop\",namespace=\"default\"}";
        const string Metric = "{metric=\"orders\",name=\"shop\",namespace=\"default\"";
        Assert.Equal("4", page["staggered_fleet_nodes" + One]);
        Assert.Equal(Seconds(page["staggered_last_evaluation_timestamp_seconds" + One]), world.Time.GetUtcNow().ToUnixTimeSeconds());
        Assert.True(Seconds(page["staggered_stage_seconds" + One]) >= 30, page["staggered_stage_seconds" + One]);
        Assert.True(Seconds(page["staggered_stage_forecast_seconds" + One]) > 30, page["staggered_stage_forecast_seconds" + One]);
        Assert.True(Seconds(page["staggered_forecast_seconds" + Metric + "}"]) >= 10, page["staggered_forecast_seconds" + Metric + "}"]);
        Assert.True(Seconds(page["staggered_log_evalue_threshold" + Metric + ",side=\"harm\"}"]) > 3);
        Assert.True(Seconds(page["staggered_log_evalue_threshold" + Metric + ",side=\"safe\"}"]) > 1);
        Assert.Equal("0.2", page["staggered_tolerance_ratio" + Metric + "}"]);
        Assert.Equal("0", page["staggered_held{cause=\"evidence\",name=\"shop\",namespace=\"default\"}"]);
        world.Answers = false;
        for (var i = 0; i < 70 && world.Progress.Phase != Phase.Held; i++)
        {
            await world.BucketsAsync(1);
        }

        page = Page();
        Assert.Equal("1", page["staggered_held{cause=\"metrics\",name=\"shop\",namespace=\"default\"}"]);
        Assert.Equal("0", page["staggered_metric_available" + Metric + "}"]);
    }

    [Fact]
    public async Task Release_after_release_adds_no_series()
    {
        await StartAsync();
        await ReleaseAsync("v2", until: Phase.Judging);
        await HarmAsync();
        var before = Page().Keys.Order(StringComparer.Ordinal).ToList();
        for (var release = 3; release < 13; release++)
        {
            await ReleaseAsync($"v{release}", until: Phase.Judging);
            await HarmAsync();
        }

        Assert.Equal(before, Page().Keys.Order(StringComparer.Ordinal));
        Assert.Equal("11", Page()["staggered_completed_total{name=\"shop\",namespace=\"default\",result=\"RolledBack\"}"]);
    }

    [Fact]
    public async Task Passes_are_counted_by_what_came_of_them()
    {
        await StartAsync();
        var recorded = int.Parse(Page()["staggered_reconcile_total{outcome=\"recorded\"}"], System.Globalization.CultureInfo.InvariantCulture);
        world.Sql("CREATE TRIGGER refuse BEFORE UPDATE OF version ON rollout BEGIN SELECT RAISE(ABORT, 'no space left'); END");
        await world.BucketsAsync(1);
        var page = Page();
        Assert.Equal("1", page["staggered_reconcile_total{outcome=\"failed\"}"]);
        Assert.Equal(recorded.ToString(System.Globalization.CultureInfo.InvariantCulture), page["staggered_reconcile_total{outcome=\"recorded\"}"]);
        Assert.Equal((recorded + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), page["staggered_reconcile_seconds_count"]);
    }

    private static double Seconds(string value) => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

    private async Task StartAsync()
    {
        await world.StartAsync();
        RolloutMeasuring.Attach(world.Loop, telemetry, "default", "shop");
        await world.BucketsAsync(70);
    }

    private async Task ReleaseAsync(string version, Phase until)
    {
        await world.WantAsync(version);
        for (var i = 0; i < 60 && world.Progress.Phase != until; i++)
        {
            await world.BucketsAsync(1);
        }

        Assert.Equal(until, world.Progress.Phase);
    }

    private async Task HarmAsync()
    {
        for (var i = 0; i < 60 && world.Progress.Phase != Phase.RolledBack; i++)
        {
            await world.BucketsAsync(1, canary: 0);
        }

        Assert.Equal(Phase.RolledBack, world.Progress.Phase);
    }

    private Dictionary<string, string> Page() => Encoding.UTF8.GetString(telemetry.Page(null, null).Body)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')
        .ToDictionary(l => l[..l.LastIndexOf(' ')], l => l[(l.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
}
