using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

public class EventHubTests
{
    [Fact]
    public void Whoever_comes_where_no_status_is_kept_is_given_the_one_at_rest()
    {
        var stands = (string?)null;
        var hub = new EventHub("7", () => stands);
        using (var early = hub.Subscribe()!)
        {
            Assert.Empty(Json(early));
        }

        stands = "at rest";
        hub.Publish("status", "under way");
        using (var reader = hub.Subscribe()!)
        {
            hub.Rest();
            Assert.Equal(["under way"], Json(hub.Subscribe()!));
        }

        hub = new EventHub("7", () => stands);
        hub.Publish("status", "under way");
        hub.Rest();
        Assert.Equal(["at rest"], Json(hub.Subscribe()!));
    }

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

    [Fact]
    public void A_reader_that_comes_back_gets_the_happenings_that_it_missed_and_the_latest_status()
    {
        var hub = new EventHub("7");
        hub.Publish("happening", "a");
        hub.Publish("status", "1");
        hub.Publish("happening", "b");
        hub.Publish("status", "2");

        Assert.Equal(["b", "2"], Json(hub.Subscribe("7-2")!));
        Assert.Equal(["2"], Json(hub.Subscribe("7-4")!));
        Assert.Equal(["2"], Json(hub.Subscribe()!));
    }

    [Theory]
    [InlineData("6-4")]
    [InlineData("7-")]
    [InlineData("7--1")]
    [InlineData("what")]
    public void An_id_of_another_process_or_of_nobody_means_that_nothing_was_seen(string id)
    {
        var hub = new EventHub("7");
        for (var i = 0; i < EventHub.Kept + 5; i++)
        {
            hub.Publish("happening", $"{i}");
        }

        Assert.Equal(Enumerable.Range(5, EventHub.Kept).Select(i => $"{i}"), Json(hub.Subscribe(id)!));
    }

    private static List<string> Json(EventHub.Subscription subscription)
    {
        var json = new List<string>();
        using (subscription)
        {
            while (subscription.Events.TryRead(out var next))
            {
                json.Add(next.Json);
            }
        }

        return json;
    }
}
