using System.Collections.Immutable;
using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>
/// Makes buckets of successive readings. Pure.
/// <code>
/// boundaries   0     1     2     3     4
/// canary       o     o     x     o     o        x: no reading
/// control      o     o     o     o     o
/// buckets        0-1       1-3     3-4          the canary's orders of 1-2 are in 1-3, and the control's are too
/// </code>
/// A node takes part in a span when it was read at both ends and did not restart within. While a node that takes part gives no
/// reading the span stays open for all, for as long as <see cref="DifferencingRules"/> allows; then it is closed without that node.
/// Counting a missed canary minute as zero gave 15.8 % false rollbacks where this gave 0.5 % (judge/README.md 2.5).
/// </summary>
public static class CounterDifferencing
{
    private static readonly IReadOnlyDictionary<string, string> Nobody = ImmutableDictionary<string, string>.Empty;

    public static ScrapeStep Step(ScrapeState state, FleetSample sample, DifferencingRules rules)
    {
        if (state.LastBoundary is { } last && sample.Boundary <= last)
        {
            return new ScrapeStep(state, [], Nobody, "this boundary has been read already");
        }

        var read = sample.Readings.Values.OfType<NodeReading.Read>().Select(r => r.Counters).ToList();
        var next = state with
        {
            LastBoundary = sample.Boundary,
            Bounds = state.Bounds ?? FleetBounds.Choose(InOrder(sample)),
            Told = state.Told || read.Any(c => Tells(c, rules.Telling)),
        };
        next = next with { Nodes = Follow(next, sample) };
        if (state.SpanStart is not { } start)
        {
            return Nothing(Open(next, sample), sample, read.Count == 0 ? "no node has been read yet" : "first reading: a bucket lies between two");
        }

        if (sample.Boundary - state.LastBoundary > rules.CanaryPatience)
        {
            var seconds = (sample.Boundary - state.LastBoundary)!.Value.TotalSeconds;
            var gap = FormattableString.Invariant($"no readings were taken for {seconds:0} s; beginning anew");
            return Nothing(Open(next with { DroppedSpans = state.DroppedSpans + 1 }, sample), sample, gap);
        }

        return WaitFor(next, sample, sample.Boundary - start, rules) is { } waiting
            ? Nothing(next, sample, waiting)
            : Close(next, sample, start, rules);
    }

    private static bool Tells(NodeCounters node, TellingSeries telling) => telling switch
    {
        TellingSeries.Count => node.Counters.Keys.Any(k => k.Role == CounterRole.Count),
        TellingSeries.Traffic => node.Counters.Keys.Any(k => k.Role == CounterRole.Traffic),
        TellingSeries.Histogram => node.Histograms is { Count: > 0 },
        TellingSeries.Level => node.Levels is { Count: > 0 },
    };

    private static IEnumerable<NodeCounters> InOrder(FleetSample sample) =>
        sample.Readings.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value).OfType<NodeReading.Read>().Select(r => r.Counters);

    private static ImmutableSortedDictionary<string, NodeTrack> Follow(ScrapeState state, FleetSample sample)
    {
        var tracks = ImmutableSortedDictionary.CreateBuilder<string, NodeTrack>(StringComparer.Ordinal);
        foreach (var (node, reading) in sample.Readings)
        {
            var canary = sample.Canaries.Contains(node);
            var old = state.Nodes.GetValueOrDefault(node) ?? new NodeTrack(null, null, "read for the first time", canary);
            var excluded = old.Excluded ?? (old.Canary == canary ? null : canary ? "became a canary" : "is no longer a canary");
            if (reading is NodeReading.Read { Counters: var now })
            {
                excluded ??= FleetBounds.Mismatch(now, state.Bounds) ?? now.Broken ?? (old.Last is { } before ? RestartDetection.Reason(before, now) : null);
                tracks[node] = new NodeTrack(old.Base, now, excluded, canary);
            }
            else
            {
                tracks[node] = old with { Excluded = excluded, Canary = canary };
            }
        }

        return tracks.ToImmutable();
    }

    /// <summary>Begins a span at this boundary: with the nodes that were just read and can be counted.</summary>
    private static ScrapeState Open(ScrapeState state, FleetSample sample)
    {
        var tracks = state.Nodes.ToDictionary(n => n.Key, n => n.Value, StringComparer.Ordinal);
        var anyone = false;
        foreach (var (node, track) in state.Nodes)
        {
            var mismatch = track.Last is { } counters ? FleetBounds.Mismatch(counters, state.Bounds) : null;
            var takesPart = mismatch is null && sample.Readings[node] is NodeReading.Read;
            anyone |= takesPart;
            tracks[node] = takesPart
                ? track with { Base = track.Last, Excluded = null }
                : track with { Base = null, Excluded = mismatch ?? "was not read when this span began" };
        }

        return state with { SpanStart = anyone ? sample.Boundary : null, Nodes = tracks.ToImmutableSortedDictionary(StringComparer.Ordinal) };
    }

    private static string? WaitFor(ScrapeState state, FleetSample sample, TimeSpan length, DifferencingRules rules)
    {
        foreach (var (node, track) in state.Nodes)
        {
            var patience = track.Canary ? rules.CanaryPatience : rules.ControlPatience;
            if (track.Excluded is null && sample.Readings[node] is NodeReading.Missed missed && length < patience)
            {
                return $"waiting for {node}: {missed.Reason}";
            }
        }

        return null;
    }

    private static ScrapeStep Close(ScrapeState state, FleetSample sample, DateTimeOffset start, DifferencingRules rules)
    {
        var measures = new SortedDictionary<string, Measure>(StringComparer.Ordinal);
        var leftOut = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var dropped = false;
        foreach (var (node, track) in state.Nodes)
        {
            if (track is { Excluded: null, Base: { } from, Last: { } to } && sample.Readings[node] is NodeReading.Read)
            {
                measures[node] = NodeDelta.Between(from, to, state.Bounds, rules.HasTraffic);
                continue;
            }

            // What is the matter now says more than that the span began without it.
            leftOut[node] = sample.Readings[node] is NodeReading.Missed missed ? missed.Reason : track.Excluded!;
            dropped |= track is { Excluded: null, Canary: true };
        }

        var next = Open(state with { DroppedSpans = state.DroppedSpans + (dropped || measures.Count == 0 ? 1 : 0) }, sample);
        return measures.Count == 0
            ? new ScrapeStep(next, [], leftOut, "no node was read at both ends of the span")
            : new ScrapeStep(next, [new FleetBucket(start, sample.Boundary - start, measures)], leftOut, Waiting: null);
    }

    private static ScrapeStep Nothing(ScrapeState state, FleetSample sample, string why)
    {
        var missed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (node, reading) in sample.Readings)
        {
            if (reading is NodeReading.Missed { Reason: var reason })
            {
                missed[node] = reason;
            }
            else if (state.Nodes[node].Excluded is { } excluded)
            {
                missed[node] = excluded;
            }
        }

        return new ScrapeStep(state, [], missed, why);
    }
}
