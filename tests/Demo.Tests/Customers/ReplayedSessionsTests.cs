using Rollout.Demo.Customers;

namespace Rollout.Demo.Tests.Customers;

public sealed class ReplayedSessionsTests
{
    private static readonly DateTimeOffset Morning = new(2011, 1, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Speeds_up_to_the_wanted_mean_rate_with_the_nights_cut()
    {
        var random = new Random(1);
        RecordedOrder[] orders =
        [
            .. Enumerable.Range(0, 20)
                .SelectMany(day => Enumerable.Range(0, 200).Select(_ => Morning.AddDays(day).AddSeconds(random.NextDouble() * 8 * 3600)))
                .Order().Select(at => new RecordedOrder(at, 10)),
        ];
        var sessions = ReplayedSessions.Plan(orders, ReplayedSessions.SpeedFor(orders, 100), 1).Take(2 * orders.Length).ToList();
        Assert.InRange(sessions.Count / sessions[^1].At.TotalSeconds, 98, 102);
        Assert.All(sessions.Zip(sessions.Skip(1)), p => Assert.InRange(p.Second.At - p.First.At, TimeSpan.Zero, ReplayedSessions.LongestSilence));
    }

    [Fact]
    public void Goes_through_the_file_again_when_it_is_at_its_end()
    {
        RecordedOrder[] orders = [new(Morning, 1), new(Morning.AddSeconds(1), 2)];
        Assert.Equal([1m, 2m, 1m, 2m, 1m], ReplayedSessions.Plan(orders, 10, 1).Take(5).Select(s => s.Dollars!.Value));
    }
}
