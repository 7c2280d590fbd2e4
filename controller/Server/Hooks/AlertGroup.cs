using System.Collections;
using Rollout.Api;
using Rollout.Planning.Alerts;

namespace Rollout.Server.Hooks;

/// <summary>
/// The alerts that were told of at once. Ten thousand rollouts may ask for theirs: what a matcher picks is worked out once, by the values
/// that its label has and not alert by alert, and remembered for all who ask for the same.
/// </summary>
public sealed class AlertGroup(IReadOnlyList<AlertNews> news)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(string Value, BitArray Alerts)>> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BitArray> picked = new(StringComparer.Ordinal);

    /// <summary>In the order told.</summary>
    public IReadOnlyList<AlertNews> News { get; } = news;

    /// <summary>How often a value was held against a matcher so far.</summary>
    internal int Looks { get; private set; }

    /// <summary>Those that a rollout wants to hear of, in the order told.</summary>
    public IReadOnlyList<AlertNews> Fitting(AlertScreen screen)
    {
        if (screen.Policies.Count == 0 || News.Count == 0)
        {
            return [];
        }

        var fitting = new BitArray(News.Count);
        lock (gate)
        {
            foreach (var policy in screen.Policies)
            {
                fitting.Or(Of(policy));
            }
        }

        return fitting.HasAnySet() ? [.. News.Where((_, i) => fitting[i])] : [];
    }

    private BitArray Of(IReadOnlyList<AlertMatcher> policy)
    {
        var all = new BitArray(News.Count, defaultValue: true);
        foreach (var matcher in policy)
        {
            all.And(Of(matcher));
        }

        return all;
    }

    private BitArray Of(AlertMatcher matcher)
    {
        if (!picked.TryGetValue(matcher.Text, out var alerts))
        {
            alerts = new BitArray(News.Count);
            foreach (var (value, its) in Values(matcher.Label))
            {
                Looks++;
                if (matcher.Fits(value))
                {
                    alerts.Or(its);
                }
            }

            picked[matcher.Text] = alerts;
        }

        return alerts;
    }

    /// <summary>What the alerts have under a label, and which have it; the empty text is that of those without the label.</summary>
    private List<(string Value, BitArray Alerts)> Values(string label)
    {
        if (!labels.TryGetValue(label, out var values))
        {
            var found = new Dictionary<string, BitArray>(StringComparer.Ordinal);
            for (var i = 0; i < News.Count; i++)
            {
                var value = News[i].Labels.GetValueOrDefault(label, "");
                if (!found.TryGetValue(value, out var its))
                {
                    found[value] = its = new BitArray(News.Count);
                }

                its[i] = true;
            }

            labels[label] = values = [.. found.Select(f => (f.Key, f.Value))];
        }

        return values;
    }
}
