using System.Text.Json;

namespace Rollout.Judge.Tests;

public sealed class HorizonThresholdsTests
{
    private const double Alpha = .01;

    private static readonly DateTimeOffset Start = SimulatedFleet.Begin.AddDays(2);

    [Fact]
    public void A_planned_length_lowers_the_threshold_and_what_comes_after_it_pays()
    {
        var threshold = Of(new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2) }, new SimulatedFleet(41))!;
        Assert.InRange(threshold.LogThreshold, 2.5, -Math.Log(Alpha));
        Assert.Equal(-Math.Log(.1 * Alpha), threshold.LogLate, 1e-12);
        Assert.Equal(20_000, threshold.Paths);
        var none = new Dictionary<string, double>(StringComparer.Ordinal);
        Assert.Equal(threshold.LogThreshold, threshold.At(null, none));
        Assert.Equal(threshold.LogThreshold, threshold.At(threshold.End, none));
        Assert.Equal(threshold.LogLate, threshold.At(threshold.End.AddSeconds(1), none));
        double Gathered(string name, double part) =>
            threshold.At(Start, new Dictionary<string, double>(StringComparer.Ordinal) { [name] = part * threshold.PlannedInformation["m"] });
        Assert.Equal(threshold.LogThreshold, Gathered("m", .99));
        Assert.Equal(threshold.LogLate, Gathered("m", 1.01));
        Assert.Equal(threshold.LogLate, Gathered("another", .5));
    }

    [Fact]
    public void The_same_seed_gives_the_same_threshold_bit_for_bit_and_it_survives_being_stored()
    {
        var plan = new JudgePlan { Horizon = TimeSpan.FromHours(1) };
        var one = Of(plan, new SimulatedFleet(42) { WithValues = true })!;
        var two = Of(plan, new SimulatedFleet(42) { WithValues = true })!;
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(two));
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(JsonSerializer.Deserialize<HorizonThreshold>(JsonSerializer.Serialize(one))));
    }

    [Fact]
    public void Without_calibration_without_history_or_without_a_plan_there_is_none()
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2) };
        Assert.Null(Of(plan with { WithoutCalibration = true }, new SimulatedFleet(43)));
        Assert.Null(Of(plan with { Horizon = null }, new SimulatedFleet(43)));
        Assert.Null(Of(plan with { CautiousWithoutHistory = true }, new SimulatedFleet(43), 90));
        var fleet = new SimulatedFleet(43);
        var without = Baselines.FromHistory(plan, fleet.History(0), fleet.Nodes, ["n0"]);
        Assert.Null(HorizonThresholds.Simulate([new HorizonMetric("m", plan, without)], Alpha, Span(plan)));
    }

    /// <summary>
    /// The chance that the simulation gives by weighing, against plain rollouts of the same planned path: a fleet of so many events a look,
    /// no node effect, the kernel itself looking.
    /// </summary>
    [Fact]
    public void The_threshold_is_crossed_without_harm_as_often_as_it_says()
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2) };
        var baseline = new Baseline
        {
            Nodes = new Dictionary<string, NodeExpectation>(StringComparer.Ordinal),
            NewNode = new NodeExpectation(1, 1, 0),
            Orders = new PartBaseline { Phi = 1, Sigma0 = 0, PlannedInformation = 120 * 50 * .09, Windows = 99 },
            ExpectedShare = .1,
        };
        const double alpha = .1;
        var threshold = HorizonThresholds.Simulate([new HorizonMetric("m", plan, baseline)], alpha, Span(plan))!;
        var runs = Runs.Of(1500);
        var wrong = Enumerable.Range(0, runs).Count(run => Crossed(MetricKernels.Of(plan, baseline).Orders, 120, 50, threshold.LogThreshold, run));
        Assert.InRange((double)wrong / runs, (.7 * alpha) - Runs.Slack(alpha, runs), (.9 * alpha) + Runs.Slack(alpha, runs));
    }

    /// <summary>
    /// A node effect that was measured with ten degrees of freedom, over and over: with what is known of it crossings keep to 0.9 alpha, with
    /// the measured value taken for the truth they would be twice as many.
    /// </summary>
    [Fact]
    public void The_threshold_holds_on_average_over_what_calibration_may_have_found()
    {
        const double truth = .05, freedom = 10, window = 40_000;
        var (runs, few) = (Runs.Of(4000), 0);
        var known = 0;
        const int calibrations = 20;
        for (var c = 0; c < calibrations; c++)
        {
            // The quantiles of the measured mean square, evenly.
            var score = NormalScore((c + .5) / calibrations);
            var part = 2 / (9 * freedom);
            var square = (1 + (truth * truth * window)) * Math.Pow(1 - part + (score * Math.Sqrt(part)), 3);
            var measured = Math.Sqrt(Math.Max(0, (square - 1) / window));
            few += Crossings(measured, freedom, window, truth, runs / calibrations, c);
            known += Crossings(measured, 0, window, truth, runs / calibrations, c);
        }

        Assert.InRange((double)few / runs, 0, (.9 * Alpha) + Runs.Slack(.9 * Alpha, runs));
        Assert.True(known > 1.4 * few);
    }

    private static int Crossings(double measured, double freedom, double window, double truth, int runs, int seed)
    {
        const int looks = 20;
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromMinutes(looks) };
        var baseline = new Baseline
        {
            Nodes = new Dictionary<string, NodeExpectation>(StringComparer.Ordinal),
            NewNode = new NodeExpectation(1, 1, 0),
            Orders = new PartBaseline
            {
                Phi = 1, Sigma0 = measured, MeasuredSigma0 = measured, PlannedInformation = window, BucketInformation = window / looks,
                WindowInformation = window, Freedom = freedom, Windows = 99,
            },
            ExpectedShare = .1,
        };
        var threshold = HorizonThresholds.Simulate([new HorizonMetric("m", plan, baseline)], Alpha, Span(plan), paths: 4000)!.LogThreshold;
        var design = MetricKernels.Of(plan, baseline).Orders;
        return Enumerable.Range(0, runs).Count(run =>
        {
            var draws = new HorizonDraws((ulong)((seed * 100_000) + run + 1) * 7919);
            var rate = HorizonPart.Chance(truth * draws.Normal(), 1, .1);
            return Crossed(design, looks, (int)(window / looks / .09), threshold, rate, ref draws);
        });
    }

    /// <summary>By halving.</summary>
    private static double NormalScore(double below)
    {
        var (low, high) = (-8.0, 8.0);
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            (low, high) = 1 - NormalQuantile.Upper(middle) < below ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static bool Crossed(KernelDesign design, int looks, int events, double threshold, int run)
    {
        var draws = new HorizonDraws((ulong)(run + 1) * 7919);
        return Crossed(design, looks, events, threshold, .1, ref draws);
    }

    private static bool Crossed(KernelDesign design, int looks, int events, double threshold, double rate, ref HorizonDraws draws)
    {
        var sums = new ShareSums(design);
        for (var look = 0; look < looks; look++)
        {
            sums.Add(new ShareSample(draws.Binomial(events, rate), [1], [events], .1));
            if (sums.LogHarm() >= threshold)
            {
                return true;
            }
        }

        return false;
    }

    private static HorizonThreshold? Of(JudgePlan plan, SimulatedFleet fleet, int history = 2880) => HorizonThresholds.Simulate(
        [new HorizonMetric("m", plan, Baselines.FromHistory(plan, fleet.History(history), fleet.Nodes, ["n0"]))], Alpha, Span(plan));

    private static HorizonSpan Span(JudgePlan plan) => new(Start, plan.Horizon ?? TimeSpan.FromHours(2), SimulatedFleet.Minute);
}
