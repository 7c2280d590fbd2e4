using System.Text.Json;
using Rollout.Planning.Alerts;
using Rollout.Planning.Tests.Building;
using static Rollout.Planning.Tests.Alerts.AlertStory;

namespace Rollout.Planning.Tests.Alerts;

public class AlertBookTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_same_news_again_is_no_news()
    {
        var story = Judged().After(Minute);
        var news = News(story, "info");
        story.Hears(news).Settle();
        var recorded = story.Now;
        story.After(TimeSpan.FromSeconds(10)).Hears(news, news);
        Assert.Equal(recorded, story.Now);
        Assert.DoesNotContain(story.Plan.Happenings, h => h.Reason == Reasons.AlertFires);
    }

    [Fact]
    public void The_beginning_that_comes_after_the_end_pauses_nothing()
    {
        var story = Judged().After(Minute);
        var fires = News(story, "page");
        story.Hears(fires with { Firing = false, EndsAt = fires.StartsAt.AddSeconds(5) });
        story.After(TimeSpan.FromSeconds(5)).Hears(fires);
        Assert.Equal(Phase.Judging, story.Now.Phase);
        Assert.False(Assert.Single(story.Now.Alerts).Firing);
    }

    [Fact]
    public void An_alert_that_fires_again_later_counts_again()
    {
        var story = Judged().After(Minute);
        var first = News(story, "page");
        story.Hears(first).Hears(first with { Firing = false });
        Assert.Equal(Phase.Judging, story.Now.Phase);

        // Prometheus was away for a while: the alert keeps its beginning, and fires again all the same.
        story.After(TimeSpan.FromMinutes(2)).Hears(first);
        Assert.Equal(Phase.Paused, story.Now.Phase);
    }

    [Fact]
    public void The_end_of_an_earlier_firing_that_comes_late_ends_nothing()
    {
        var story = Judged().After(Minute);
        var first = News(story, "page");
        story.Hears(first).After(Minute);
        story.Hears(News(story, "page")).Hears(first with { Firing = false });
        Assert.Equal(Phase.Paused, story.Now.Phase);
    }

    [Fact]
    public void The_first_policy_that_fits_applies()
    {
        var story = Judged().After(Minute);
        story.Change(w => w with { Spec = w.Spec with { Alerts = [new() { Name = "watchdog", Matchers = ["alertname=\"HighErrors\""], Action = Api.AlertAction.Note }, .. Policies] } });
        story.Hears(News(story, "page"));
        Assert.Equal("watchdog", Assert.Single(story.Now.Alerts).Policy);
        Assert.Equal(Phase.Judging, story.Now.Phase);
    }

    [Fact]
    public void A_storm_is_bounded_and_does_not_wash_away_what_stopped_the_rollout()
    {
        var story = Judged().After(Minute);
        story.Hears(News(story, "page", name: "First"));
        story.After(TimeSpan.FromSeconds(1));
        story.Hears([.. Enumerable.Range(0, 500).Select(i => News(story, i % 2 == 0 ? "info" : "page", name: new string('x', 3000) + i))]);
        Assert.Equal(AlertBook.Most, story.Now.Alerts.Count);
        Assert.Contains(story.Now.Alerts, a => a.Name == "First");
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(story.Now).Length, 1, 16 * 1024);
    }

    [Fact]
    public void What_is_long_over_is_forgotten()
    {
        var story = Judged().After(Minute);
        var fires = News(story, "info");
        story.Hears(fires).Hears(fires with { Firing = false }).After(TimeSpan.FromHours(2)).Pass();
        Assert.Empty(story.Now.Alerts);
    }
}
