using System.Globalization;

namespace Rollout.Judge.Tests;

/// <summary>
/// Forecast against what the judge then does. Few rollouts here, ROLLOUT_JUDGE_RUNS=300 measures (judge/README.md 5.4: the true time is
/// below the 90 % quantile in 85 to 95 % of rollouts); ROLLOUT_FORECAST_TABLE names a file that takes the figures.
/// </summary>
public sealed class ForecastCoverageTests
{
    [Theory]
    [InlineData(2, 0, .2)]
    [InlineData(20, 0, .1)]
    [InlineData(20, .05, .5)]
    [InlineData(200, 0, .05)]
    public void Nine_in_ten_losses_are_proven_by_the_quantile(double perMinute, double drift, double loss) =>
        Check($"{perMinute},{drift},{loss},count", perMinute, drift, loss, values: false);

    [Theory]
    [InlineData(20, 0, .1)]
    public void A_healthy_canary_is_promoted_by_the_quantile(double perMinute, double drift, double tolerance) =>
        Check($"{perMinute},{drift},{tolerance},promote", perMinute, drift, tolerance, values: false, promote: true);

    /// <summary>The cells that ROLLOUT_FORECAST_CELLS names: orders a minute, drift, loss or tolerance, and what is judged.</summary>
    [Fact]
    public void Cells_of_the_readme()
    {
        var cells = Environment.GetEnvironmentVariable("ROLLOUT_FORECAST_CELLS") ?? "20,0,.2,values-promote";
        foreach (var cell in cells.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var f = cell.Split(',');
            double Number(int i) => double.Parse(f[i], CultureInfo.InvariantCulture);
            var runs = Runs.Of(20);
            var (covered, _) = Measure(cell, Number(0), Number(1), Number(2), f[3].Contains("values"), f[3].Contains("promote"), runs);
            Assert.True(covered > .6, cell);
        }
    }

    private static void Check(string name, double perMinute, double drift, double loss, bool values, bool promote = false)
    {
        var runs = Runs.Of(20);
        var (covered, _) = Measure(name, perMinute, drift, loss, values, promote, runs);
        Assert.InRange(covered, .85 - Runs.Slack(.85, runs), Math.Min(1, .95 + Runs.Slack(.95, runs)));
    }

    private static (double Covered, double MedianRatio) Measure(
        string name, double perMinute, double drift, double loss, bool values, bool promote, int runs)
    {
        var plan = new JudgePlan
        {
            Statistic = values ? Statistic.Revenue : Statistic.Count,
            Horizon = TimeSpan.FromHours(6),
            Tolerance = promote ? loss : .1,
        };
        var (below, all, never, took, said) = (0, 0, 0, new List<double>(), new List<(double Median, double Q90)>());
        var watch = 0L;
        const int Groups = 50;
        for (var group = 0; group < Groups && all < runs; group++)
        {
            var days = drift > 0 ? 7 : 2;
            var played = new PlayedRollouts(plan, perMinute, drift, (days * 1440) + (360 * (group % 4)), 50 + group, values);
            played.Prepare();
            var began = TimeProvider.System.GetTimestamp();
            var forecast = Forecaster.Of(promote ? played.Question with { Tolerances = [loss] } : played.Question with { Losses = [loss] });
            watch += TimeProvider.System.GetTimestamp() - began;
            var median = promote ? forecast.Promotions[0].Median : forecast.Losses[0].Median;
            var quantile = promote ? forecast.Promotions[0].Quantile90 : forecast.Losses[0].Quantile90;
            var q90 = quantile?.TotalMinutes ?? double.PositiveInfinity;
            said.Add((median?.TotalMinutes ?? double.PositiveInfinity, q90));
            var longest = (int)Math.Min(double.IsInfinity(q90) ? 6000 : 2 * q90 + 60, 20000);
            for (var run = 0; run < (runs + Groups - 1) / Groups && all < runs; run++)
            {
                var minutes = played.Minutes(run, promote ? 0 : loss, longest, a => promote ? a.LogESafe >= a.SafeThreshold : a.LogEHarm >= a.HarmThreshold);
                all++;
                below += minutes <= q90 ? 1 : 0;
                never += minutes is null ? 1 : 0;
                took.Add((minutes ?? double.PositiveInfinity) / said[^1].Median);
            }
        }

        took.Sort();
        var ratio = took[took.Count / 2];
        if (Environment.GetEnvironmentVariable("ROLLOUT_FORECAST_TABLE") is { } file)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture,
                $"{name}: below q90 {below}/{all} = {below / (double)all:0.000}; median true/said {ratio:0.00}; said {string.Join(" ", said.Take(4).Select(s => $"{s.Median:0}/{s.Q90:0}"))}; late {never}; {watch / 1e6 / said.Count:0} ms a forecast\n"));
        }

        return (below / (double)all, ratio);
    }
}
