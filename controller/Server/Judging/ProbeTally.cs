using Rollout.Judge;
using Rollout.Probes;

namespace Rollout.Server.Judging;

/// <summary>Runs and failures of each probe on each node at the last look; in memory, so that a restart costs the runs in flight.</summary>
public sealed record ProbeTally
{
    public static readonly ProbeTally None = new();

    private DateTimeOffset? At { get; init; }

    private IReadOnlyDictionary<(string Probe, string Node), (string? Revision, long Runs, long Failures)> Counts { get; init; } =
        new Dictionary<(string, string), (string?, long, long)>();

    /// <summary>After another look: what was run since the last one, by probe. A node whose revision changed is not in it.</summary>
    public (ProbeTally Next, IReadOnlyDictionary<string, FleetBucket> Runs) Look(IReadOnlyList<ProbeStanding> standings, DateTimeOffset now)
    {
        var next = new ProbeTally
        {
            At = now,
            Counts = standings.ToDictionary(s => (s.Probe, s.Node), s => (s.Revision, s.Successes + s.Failures, s.Failures)),
        };
        var runs = new Dictionary<string, FleetBucket>(StringComparer.Ordinal);
        if (At is not { } from || now <= from)
        {
            return (next, runs);
        }

        foreach (var probe in next.Counts.Keys.Select(k => k.Probe).Distinct(StringComparer.Ordinal))
        {
            var nodes = new Dictionary<string, Measure>(StringComparer.Ordinal);
            foreach (var (key, count) in next.Counts.Where(c => c.Key.Probe == probe))
            {
                if (Counts.TryGetValue(key, out var before) && before.Revision == count.Revision && count.Item2 > before.Runs)
                {
                    nodes[key.Node] = new Measure { Count = count.Failures - before.Failures, Traffic = count.Item2 - before.Runs };
                }
            }

            runs[probe] = new FleetBucket(from, now - from, nodes);
        }

        return (next, runs);
    }
}
