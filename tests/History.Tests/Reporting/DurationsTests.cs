using Rollout.History.Reporting;

namespace Rollout.History.Tests.Reporting;

public class DurationsTests
{
    [Fact]
    public void Unknown_and_impossible_ones_are_counted_and_never_taken_for_zero()
    {
        var durations = Durations.Of([TimeSpan.FromMinutes(10), null, TimeSpan.FromMinutes(-3), TimeSpan.FromMinutes(20), null]);
        Assert.Equal((2, 3, TimeSpan.FromMinutes(15)), (durations.Known, durations.Unknown, durations.Median));
        Assert.Equal(new Durations(0, 2, null, null), Durations.Of([null, null]));
        Assert.Equal(new Durations(0, 0, null, null), Durations.Of([]));
    }

    /// <summary>Type 7 by hand: place (n - 1) p. Of 10, 20, 30, 40, 100 the median is 30 and the 0.9 quantile lies 0.6 between 40 and 100.</summary>
    [Fact]
    public void The_quantiles_are_those_worked_out_by_hand()
    {
        var durations = Durations.Of(new double[] { 40, 10, 100, 20, 30 }.Select(m => (TimeSpan?)TimeSpan.FromMinutes(m)));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(76)), (durations.Median, durations.P90));
        Assert.Equal((TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(7)), (Durations.Of([TimeSpan.FromMinutes(7)]).Median, Durations.Of([TimeSpan.FromMinutes(7)]).P90));
    }
}
