using Rollout.Server.Notices;

namespace Rollout.Server.Tests.Notices;

public class BackoffTests
{
    [Fact]
    public void Doubles_from_a_second_to_five_minutes_and_is_spread()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            for (var attempts = 1; attempts < 100; attempts++)
            {
                var full = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, attempts - 1)));
                Assert.InRange(Backoff.After(attempts, null, seed), full * 0.8, full);
            }
        }

        Assert.True(Enumerable.Range(0, 50).Select(seed => Backoff.After(5, null, seed)).Distinct().Count() > 25);
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(86400, 600)]
    public void A_receiver_that_asks_for_time_gets_it_within_reason(int asked, int seconds) =>
        Assert.InRange(Backoff.After(1, TimeSpan.FromSeconds(asked), 1), TimeSpan.FromSeconds(seconds * 0.8), TimeSpan.FromSeconds(seconds));
}
