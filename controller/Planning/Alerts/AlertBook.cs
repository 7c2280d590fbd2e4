using Rollout.Api;

namespace Rollout.Planning.Alerts;

/// <summary>
/// Keeps the record of alerts: what is news is written down, what was heard already is not. News may come twice, late, and in the wrong
/// order. Pure.
/// </summary>
internal static class AlertBook
{
    /// <summary>Recorded at most; those that count against what is under way before others.</summary>
    public const int Most = 20;

    public const int MostSummary = 200;

    private const int MostName = 100;

    /// <summary>
    /// How long after its end a word that the same alert fires is taken for one that was late. After that it fires again: an alert whose end
    /// was only lost touch with keeps its beginning.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>How long the end of an alert is remembered.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Takes the world's news; answers the record with them and what there is to tell.</summary>
    public static (Progress Progress, IReadOnlyList<Happening> Happenings) Take(World world, Progress progress)
    {
        if (world.Alerts.Count == 0 && progress.Alerts.All(a => IsKept(a, world, progress)))
        {
            return (progress, []);
        }

        var kept = progress.Alerts.Where(a => IsKept(a, world, progress)).ToList();
        var happenings = new List<Happening>();
        var policies = world.Alerts.Count == 0 ? [] : world.Spec.Alerts.Select(p => (p.Name, Matchers: Parsed(p))).ToList();
        foreach (var news in world.Alerts)
        {
            if (policies.Find(p => p.Matchers.TrueForAll(m => m.Matches(news.Labels))).Name is { } policy)
            {
                Take(news, policy, kept, happenings, world, progress);
            }
        }

        // Those that count, and of those the ones that have been there longest: what stopped a rollout is not forgotten for what came later.
        var alerts = ValueList.From(kept.OrderBy(a => AlertFacts.Counts(a, progress) ? 0 : 1).ThenBy(a => a.Firing ? 0 : 1).ThenBy(a => a.Since).Take(Most));
        return (alerts.Equals(progress.Alerts) ? progress : progress with { Alerts = alerts }, happenings);
    }

    /// <summary>A person resumes in spite of what pauses.</summary>
    public static Progress Overruled(Progress progress, StaggeredRolloutSpec spec, string by) =>
        AlertFacts.Pausing(spec, progress) is null ? progress : progress with
        {
            Alerts = ValueList.From(progress.Alerts.Select(a => AlertFacts.Pauses(a, spec, progress) ? a with { OverruledBy = Cut(by, MostName) } : a)),
        };

    private static void Take(AlertNews news, string policy, List<KnownAlert> kept, List<Happening> happenings, World world, Progress progress)
    {
        var at = kept.FindIndex(a => a.Fingerprint == news.Fingerprint);
        var known = at < 0 ? null : kept[at];
        if (news.Firing && (known is null || BeginsAgain(news, known, world.Now)))
        {
            // Whoever fires since before we heard of it fires since then; a clock that runs ahead does not make it younger than the news.
            var since = news.StartsAt < news.ReceivedAt ? news.StartsAt : news.ReceivedAt;
            var alert = new KnownAlert(Cut(news.Fingerprint, MostName), policy, Cut(news.Name, MostName), Summary(news), news.StartsAt, since);
            Put(alert, at, kept);
            Tell(alert, world, progress, happenings);
        }
        else if (!news.Firing && known is { Firing: true } && news.StartsAt >= known.StartsAt)
        {
            Put(known with { EndedAt = world.Now }, at, kept);
            if (AlertFacts.Counts(known, progress))
            {
                happenings.Add(new Happening(world.Now, progress.CanaryRevision, Reasons.AlertResolved, $"Alert {known.Name} is over", Severity.Normal, $"alert {known.Name}"));
            }
        }
        else if (!news.Firing && known is null)
        {
            // Its beginning may still be on the way: it must not be taken for news then.
            Put(new KnownAlert(Cut(news.Fingerprint, MostName), policy, Cut(news.Name, MostName), null, news.StartsAt, news.StartsAt, world.Now), at, kept);
        }
    }

    private static bool BeginsAgain(AlertNews news, KnownAlert known, DateTimeOffset now) =>
        news.StartsAt > known.StartsAt || (known.EndedAt is { } ended && news.StartsAt == known.StartsAt && now - ended >= Late);

    private static void Tell(KnownAlert alert, World world, Progress progress, List<Happening> happenings)
    {
        if (progress.StartedAt is null)
        {
            return;
        }

        var (does, severity) = progress.PromotedBy is { } person ? ($"changes nothing, for {person} promoted by hand", Severity.Warning)
            : !AlertFacts.Counts(alert, progress) ? ("counts for nothing here, for it fired before", Severity.Normal)
            : AlertFacts.PolicyOf(alert, world.Spec)?.Action switch
            {
                AlertAction.Pause => ("pauses the rollout", Severity.Warning),
                AlertAction.RollBack => ("takes the revision back", Severity.Warning),
                AlertAction.Note or null => ("is noted", Severity.Normal),
            };
        happenings.Add(new Happening(
            world.Now, progress.CanaryRevision, Reasons.AlertFires, $"{Rules.LeavingRules.Sentence(alert.What)}; by the policy {alert.Policy} it {does}", severity, $"alert {alert.Name}"));
    }

    /// <summary>What the spec no longer speaks of goes, and so does what is long over unless it still holds the rollout.</summary>
    private static bool IsKept(KnownAlert alert, World world, Progress progress) =>
        AlertFacts.PolicyOf(alert, world.Spec) is not null
        && (alert.EndedAt is not { } ended || world.Now - ended < Remembered || AlertFacts.Pauses(alert, world.Spec, progress));

    private static List<AlertMatcher> Parsed(AlertPolicy policy) => [.. policy.Matchers.Select(m => AlertMatcher.Parse(m, out _)).OfType<AlertMatcher>()];

    private static void Put(KnownAlert alert, int at, List<KnownAlert> kept)
    {
        if (at < 0)
        {
            kept.Add(alert);
        }
        else
        {
            kept[at] = alert;
        }
    }

    private static string? Summary(AlertNews news) => string.IsNullOrWhiteSpace(news.Summary) ? null : Cut(news.Summary.Trim(), MostSummary);

    private static string Cut(string text, int most) =>
        new([.. (text.Length <= most ? text : text[..(most - 1)] + "…").Select(c => char.IsControl(c) ? ' ' : c)]);
}
