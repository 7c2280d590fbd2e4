using Rollout.Probes.Schedule;

namespace Rollout.Probes.History;

/// <summary>The last runs, and longer those that failed: what one wants to look at. Bounded; safe to use from many threads.</summary>
public sealed class ProbeHistory(TimeProvider time, int mostRuns = 100, int mostFailures = 100)
{
    private readonly Lock gate = new();
    private readonly Queue<PastRun> runs = new();
    private readonly Queue<PastRun> failures = new();
    private long ids;

    public void Add(ProbeAssignment assignment, ProbeResult result) => Add(assignment.Probe, Named(assignment), result, null);

    public void Add(ProbeAssignment assignment, string trouble) => Add(assignment.Probe, Named(assignment), null, trouble);

    public void Add(string probe, string target, ProbeResult? result, string? trouble)
    {
        lock (gate)
        {
            var run = new PastRun(++ids, probe, target, result, trouble, result?.StartedAt ?? time.GetUtcNow());
            Keep(runs, run, mostRuns);
            if (!run.Passed)
            {
                Keep(failures, run, mostFailures);
            }
        }
    }

    /// <summary>Newest first, each once.</summary>
    public IReadOnlyList<PastRun> Latest()
    {
        lock (gate)
        {
            return [.. runs.UnionBy(failures, r => r.Id).OrderByDescending(r => r.Id)];
        }
    }

    public PastRun? Find(long id) => Latest().FirstOrDefault(r => r.Id == id);

    private static string Named(ProbeAssignment assignment) =>
        assignment.Node == Targets.Assigning.Whole ? assignment.Address.GetLeftPart(UriPartial.Authority) : assignment.Node;

    private static void Keep(Queue<PastRun> queue, PastRun run, int most)
    {
        queue.Enqueue(run);
        if (queue.Count > most)
        {
            queue.Dequeue();
        }
    }
}
