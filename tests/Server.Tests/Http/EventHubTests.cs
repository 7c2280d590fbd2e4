using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

public class EventHubTests
{
    [Fact]
    public void A_slow_reader_loses_the_oldest_events_and_keeps_the_newest()
    {
        var hub = new EventHub();
        using var slow = hub.Subscribe()!;
        for (var i = 1; i <= 100; i++)
        {
            hub.Publish("status", $"{i}");
        }

        var seen = new List<long>();
        while (slow.Events.TryRead(out var next))
        {
            seen.Add(next.Id);
        }

        Assert.Equal(Enumerable.Range(37, 64).Select(i => (long)i), seen);
    }

    [Fact]
    public void One_reader_too_many_is_refused_until_another_leaves()
    {
        var hub = new EventHub();
        var readers = Enumerable.Range(0, EventHub.MostReaders).Select(_ => hub.Subscribe()!).ToList();
        Assert.Null(hub.Subscribe());
        readers[0].Dispose();
        Assert.NotNull(hub.Subscribe());
    }
}
