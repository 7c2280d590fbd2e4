using System.Globalization;
using Rollout.Api;
using Rollout.Planning.Alerts;
using Rollout.Server.Hooks;

namespace Rollout.Server.Tests.Hooks;

public class AlertGroupTests
{
    private static readonly string[] Matchers =
    [
        "service=\"s1\"", "service!=\"s1\"", "service=~\"s1|s2\"", "service!~\"s.*\"", "severity=\"page\"", "severity=\"\"", "severity!=\"\"", "severity=~\"p.*\"", "missing=\"\"",
    ];

    /// <summary>Beside the plain rule, alert by alert, over random alerts and policies (seeded).</summary>
    [Fact]
    public void It_picks_what_looking_at_alert_by_alert_picks()
    {
        var random = new Random(7);
        var (some, none) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var group = new AlertGroup([.. Enumerable.Range(0, random.Next(1, 70)).Select(i => Alert(i, ("service", $"s{random.Next(4)}"), ("severity", random.Next(3) switch { 0 => "page", 1 => "ticket", _ => null })))]);
            foreach (var _ in Enumerable.Range(0, 4))
            {
                var spec = Spec([.. Enumerable.Range(0, random.Next(4)).Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Matchers[random.Next(Matchers.Length)]).ToArray())]);
                var plain = group.News.Where(n => spec.Alerts.Any(p => p.Matchers.All(m => AlertMatcher.Parse(m, out var _)!.Matches(n.Labels)))).ToList();
                Assert.Equal(plain, group.Fitting(new AlertScreen(spec)));
                (some, none) = (some + (plain.Count > 0 ? 1 : 0), none + (plain.Count == 0 ? 1 : 0));
            }
        }

        Assert.True(some > 200 && none > 200, $"{some} picked something, {none} nothing");
    }

    /// <summary>A thousand alerts of ten services, and ten thousand rollouts that ask for the pages of theirs.</summary>
    [Fact]
    public void Ten_thousand_rollouts_cost_no_more_looks_than_there_are_matchers_and_values()
    {
        var group = new AlertGroup([.. Enumerable.Range(0, 1000).Select(i => Alert(i, ("service", $"s{i % 10}"), ("severity", i % 20 < 10 ? "page" : "ticket")))]);
        var screens = Enumerable.Range(0, 10_000).Select(i => new AlertScreen(Spec([$"service=\"s{i % 1000}\"", "severity=~\"page|critical\""])));
        Assert.Equal(10 * 10 * 50, screens.Sum(s => group.Fitting(s).Count));

        // A thousand services asked for among ten, and one expression among two severities.
        Assert.Equal((1000 * 10) + 2, group.Looks);
    }

    [Fact]
    public void Who_asks_for_nothing_is_told_nothing()
    {
        var group = new AlertGroup([Alert(1, ("service", "s1"))]);
        Assert.Empty(group.Fitting(new AlertScreen(Spec())));
        Assert.Empty(new AlertGroup([]).Fitting(new AlertScreen(Spec(["missing=\"\""]))));
        Assert.Equal(0, group.Looks);
    }

    private static StaggeredRolloutSpec Spec(params string[][] policies) => new()
    {
        Alerts = [.. policies.Select((matchers, i) => new AlertPolicy { Name = string.Create(CultureInfo.InvariantCulture, $"p{i}"), Matchers = matchers })],
    };

    private static AlertNews Alert(int number, params (string Label, string? Value)[] labels) => new(
        number.ToString(CultureInfo.InvariantCulture), labels.Where(l => l.Value is not null).ToDictionary(l => l.Label, l => l.Value!, StringComparer.Ordinal), null, true,
        DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch);
}
