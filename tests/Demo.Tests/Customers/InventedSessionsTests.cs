using Rollout.Demo.Customers;

namespace Rollout.Demo.Tests.Customers;

public sealed class InventedSessionsTests
{
    [Fact]
    public void The_mean_rate_over_a_day_is_the_wanted_one_and_the_rhythm_is_there()
    {
        var day = InventedSessions.Plan(200, 3).TakeWhile(s => s.At < DailyRhythm.Day).ToList();
        var orders = day.Where(s => s.Dollars is not null).ToList();
        // 24,000 orders expected, Poisson: 155 is one standard deviation.
        Assert.InRange(orders.Count, 24_000 - 775, 24_000 + 775);
        var busy = orders.Count(o => o.At < DailyRhythm.Day / 2);
        // The sine's first half holds 1/2 + amplitude/pi of the day.
        Assert.InRange((double)busy / orders.Count, 0.5 + DailyRhythm.Amplitude / Math.PI - 0.016, 0.5 + DailyRhythm.Amplitude / Math.PI + 0.016);
    }

    [Fact]
    public void Even_at_the_quietest_the_default_rate_leaves_15_orders_a_second_on_each_of_six_nodes()
    {
        var quietest = Enumerable.Range(0, 1200).Min(i => DailyRhythm.Factor(TimeSpan.FromMilliseconds(100 * i)));
        Assert.True(new CustomersOptions { Door = new Uri("http://127.0.0.1") }.Rate * quietest / 6 > 15);
    }

    [Fact]
    public void The_same_seed_gives_the_same_customers_and_another_one_others()
    {
        Assert.Equal(InventedSessions.Plan(50, 1).Take(1000), InventedSessions.Plan(50, 1).Take(1000));
        Assert.NotEqual(InventedSessions.Plan(50, 1).Take(1000), InventedSessions.Plan(50, 2).Take(1000));
    }

    [Fact]
    public void Values_are_heavy_tailed_and_every_one_is_dollars_and_cents()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 100_000).Select(_ => OrderValues.Next(random)).Order().ToList();
        // Lognormal body: median 28, the tail moves it by little.
        Assert.InRange(values[50_000], 27.5m, 29.5m);
        // The largest hundredth holds far more than a hundredth of the money (with a lognormal alone: 6.3 %).
        Assert.InRange(values[^1000..].Sum() / values.Sum(), 0.08m, 0.4m);
        Assert.All(values, v => Assert.True(v >= 1 && v <= 50_000 && decimal.Round(v, 2) == v));
    }
}
