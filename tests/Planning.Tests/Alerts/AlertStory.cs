using Rollout.Api;
using Rollout.Planning.Alerts;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Alerts;

/// <summary>A rollout of v2 that is judged, with a policy of every kind.</summary>
internal static class AlertStory
{
    public static IReadOnlyList<AlertPolicy> Policies { get; } =
    [
        new() { Name = "pages", Matchers = ["severity=\"page\""], Action = AlertAction.Pause },
        new() { Name = "losses", Matchers = ["severity=\"loss\""], Action = AlertAction.RollBack },
        new() { Name = "tickets", Matchers = ["severity=~\"ticket|info\""], Action = AlertAction.Note },
        new() { Name = "holds", Matchers = ["severity=\"hold\""], Action = AlertAction.Pause, OnResolved = ResolvedPolicy.StayPaused },
    ];

    public static Story Judged() => With(Story.Judged());

    public static Story With(Story story) => story.Change(w => w with { Spec = w.Spec with { Alerts = Policies } });

    /// <summary>An alert as it is heard now; it began so long ago.</summary>
    public static AlertNews News(Story story, string severity, bool firing = true, double minutesAgo = 0, string name = "HighErrors") => new(
        name + severity, new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = name, ["severity"] = severity }, "5xx above 2 %", firing,
        story.World.Now.AddMinutes(-minutesAgo), firing ? null : story.World.Now, story.World.Now);

    /// <summary>One pass that hears these, and none after it does.</summary>
    public static Story Hears(this Story story, params AlertNews[] news) =>
        story.Change(w => w with { Alerts = news }).Pass().Change(w => w with { Alerts = [] });
}
