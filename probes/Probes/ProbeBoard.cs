using Rollout.Probes.Schedule;

namespace Rollout.Probes;

/// <summary>
/// The latest standing of every probe on every node. Written by the schedule, read by whoever decides; safe to use from many threads.
/// </summary>
public sealed class ProbeBoard
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Probe, string Node), Entry> entries = [];
    private readonly Dictionary<string, (string Revision, DateTimeOffset Since)> revisions = new(StringComparer.Ordinal);

    /// <summary>These probes exist, and no others: what is known of others is forgotten.</summary>
    public void Assign(IReadOnlyList<ProbeAssignment> assignments)
    {
        lock (gate)
        {
            var wanted = assignments.ToDictionary(a => (a.Probe, a.Node));
            foreach (var gone in entries.Keys.Where(k => !wanted.ContainsKey(k)).ToList())
            {
                entries.Remove(gone);
            }

            foreach (var (key, assignment) in wanted)
            {
                var known = entries.TryGetValue(key, out var entry) && entry.Assignment == assignment;
                entries[key] = known ? entry! : new Entry(assignment, Fresh_NeedsLock(key.Probe, key.Node));
            }
        }
    }

    /// <summary>
    /// The node runs this revision from <paramref name="at"/> on. Said again for the same revision it changes nothing; for another one the
    /// counts begin anew, and a run that began before does not count.
    /// </summary>
    public void Begin(string node, string revision, DateTimeOffset at)
    {
        lock (gate)
        {
            if (revisions.TryGetValue(node, out var known) && known.Revision == revision)
            {
                return;
            }

            revisions[node] = (revision, at);
            foreach (var (key, entry) in entries.Where(e => e.Key.Node == node).ToList())
            {
                entries[key] = entry with { Standing = Fresh_NeedsLock(key.Probe, node) };
            }
        }
    }

    /// <summary>A run of this assignment ended.</summary>
    public void Record(ProbeAssignment assignment, ProbeResult result, int overdue = 0) => Change(
        assignment,
        result.StartedAt,
        standing => standing.After(result, assignment.Spec.FailAfter) with { Overdue = standing.Overdue + overdue });

    /// <summary>A run could not be made for a reason that is not the node's.</summary>
    public void Break(ProbeAssignment assignment, string trouble, DateTimeOffset at) =>
        Change(assignment, at, standing => standing with { Health = ProbeHealth.Unknown, Trouble = trouble });

    /// <summary>All standings by probe and node. One whose last run is three intervals old says nothing any more.</summary>
    public IReadOnlyList<ProbeStanding> Snapshot(DateTimeOffset now)
    {
        lock (gate)
        {
            return [.. entries.Values.Select(e => Stale(e, now) ? e.Standing with { Health = ProbeHealth.Unknown } : e.Standing)];
        }
    }

    private static bool Stale(Entry entry, DateTimeOffset now) =>
        entry.Standing.LastRun is { } last && now - last > (3 * entry.Assignment.Spec.Interval) + entry.Assignment.Spec.Timeout;

    private void Change(ProbeAssignment assignment, DateTimeOffset startedAt, Func<ProbeStanding, ProbeStanding> change)
    {
        lock (gate)
        {
            var key = (assignment.Probe, assignment.Node);
            var current = entries.TryGetValue(key, out var entry) && entry.Assignment == assignment;
            if (current && !(revisions.TryGetValue(assignment.Node, out var revision) && startedAt < revision.Since))
            {
                entries[key] = entry! with { Standing = change(entry.Standing) };
            }
        }
    }

    private ProbeStanding Fresh_NeedsLock(string probe, string node) => new()
    {
        Probe = probe,
        Node = node,
        Revision = revisions.TryGetValue(node, out var revision) ? revision.Revision : null,
    };

    private sealed record Entry(ProbeAssignment Assignment, ProbeStanding Standing);
}
