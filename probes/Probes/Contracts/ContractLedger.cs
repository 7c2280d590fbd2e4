using Rollout.Probes.Schedule;

namespace Rollout.Probes.Contracts;

/// <summary>
/// What each revision's answers look like, learnt while probes run, and what differs on a canary. Safe to use from many threads.
/// </summary>
/// <remarks>
/// Shapes are kept by revision, not by role: once a canary is promoted, what was learnt of it is what the next one is compared with.
/// </remarks>
public sealed class ContractLedger
{
    /// <summary>Revisions of which shapes are kept: stable, canary, and those before them.</summary>
    private const int MostRevisions = 4;

    /// <summary>Of one revision.</summary>
    private const int MostWidenings = 20;

    /// <summary>A path is made of names that the answer gives.</summary>
    private const int MostPath = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> nodes = new(StringComparer.Ordinal);
    private readonly List<string> revisions = [];
    private readonly Dictionary<(string Revision, string Probe, string Step), AnswerShape> shapes = [];
    private readonly Dictionary<(string Probe, string Step), IReadOnlyList<Difference>> latest = [];
    private readonly Dictionary<string, List<(string Probe, string Step, Difference Difference)>> widened = new(StringComparer.Ordinal);
    private string? stable;
    private DeclaredBreaks declared = DeclaredBreaks.None;

    /// <summary>Which revision every node runs, which one is stable, and what the release says that it breaks.</summary>
    public void Tell(IReadOnlyDictionary<string, string> revisionOfNode, string? stableRevision, DeclaredBreaks? breaks = null)
    {
        lock (gate)
        {
            nodes.Clear();
            foreach (var (node, revision) in revisionOfNode)
            {
                nodes[node] = revision;
            }

            if (stable != stableRevision)
            {
                latest.Clear();
                widened.Clear();
            }

            (stable, declared) = (stableRevision, breaks ?? DeclaredBreaks.None);
        }
    }

    /// <summary>Every difference between canary and stable that was seen last, by probe and step.</summary>
    public IReadOnlyList<(string Probe, string Step, Difference Difference)> Differences()
    {
        lock (gate)
        {
            return [.. latest.SelectMany(l => l.Value.Select(d => (l.Key.Probe, l.Key.Step, d)))];
        }
    }

    /// <summary>
    /// What this revision was seen to answer that stable never did, since stable is what it is: the first of it a place, in the order in which it was
    /// seen. The difference of a later run does not drive out that of an earlier one.
    /// </summary>
    public IReadOnlyList<(string Probe, string Step, Difference Difference)> Widenings(string revision)
    {
        lock (gate)
        {
            return widened.TryGetValue(revision, out var seen) ? [.. seen] : [];
        }
    }

    /// <summary>
    /// The run with its contract checked: on another revision than stable, a step whose answer breaks what stable answers has failed,
    /// unless the release declares the break.
    /// </summary>
    public ProbeResult Judge(ProbeAssignment assignment, ProbeResult result)
    {
        if (assignment.Spec.Contract is not { } contract || !result.Passed)
        {
            return result;
        }

        lock (gate)
        {
            if (!nodes.TryGetValue(assignment.Node, out var revision))
            {
                return result;
            }

            var steps = new List<StepResult>(result.Steps.Count);
            foreach (var step in result.Steps)
            {
                var judged = step.Shape is { } shape ? Judge_NeedsLock(assignment.Probe, revision, step, AnswerShape.Of(shape, step.Facts?.Status), contract) : step;
                steps.Add(judged);
                if (!judged.Passed)
                {
                    // As for every other failure: what comes after it is not told.
                    break;
                }
            }

            return result with { Steps = steps };
        }
    }

    private StepResult Judge_NeedsLock(string probe, string revision, StepResult step, AnswerShape shape, Api.ContractCheck contract)
    {
        Learn_NeedsLock((revision, probe, step.Step), shape);
        if (revision == stable || stable is null || !shapes.TryGetValue((stable, probe, step.Step), out var known) || known.Body.Seen < contract.MinAnswers)
        {
            return step;
        }

        var differences = AnswerShape.Compare(known, shape, contract.Ignore);
        latest[(probe, step.Step)] = differences;
        Note_NeedsLock(revision, probe, step.Step, differences);
        step = step with { Differences = differences };
        return differences.FirstOrDefault(d => d.Severity == DifferenceSeverity.Breaking && !declared.Covers(d.Path)) is { } broken
            ? step with { Passed = false, Expected = $"{broken.Path} to be as stable answers it, {broken.Stable}", Got = broken.Canary }
            : step;
    }

    private void Note_NeedsLock(string revision, string probe, string step, IReadOnlyList<Difference> differences)
    {
        foreach (var difference in differences.Where(d => d.Severity == DifferenceSeverity.Widening))
        {
            if (!widened.TryGetValue(revision, out var seen))
            {
                widened[revision] = seen = [];
            }

            var shown = difference with { Path = Redaction.Shown(difference.Path, MostPath) };
            if (seen.Count < MostWidenings && !seen.Exists(s => (s.Probe, s.Step, s.Difference.Path) == (probe, step, shown.Path)))
            {
                seen.Add((probe, step, shown));
            }
        }
    }

    private void Learn_NeedsLock((string Revision, string Probe, string Step) key, AnswerShape shape)
    {
        if (!revisions.Contains(key.Revision, StringComparer.Ordinal))
        {
            revisions.Add(key.Revision);
            if (revisions.Find(r => r != stable && r != key.Revision) is { } oldest && revisions.Count > MostRevisions)
            {
                revisions.Remove(oldest);
                widened.Remove(oldest);
                foreach (var gone in shapes.Keys.Where(k => k.Revision == oldest).ToList())
                {
                    shapes.Remove(gone);
                }
            }
        }

        shapes[key] = shapes.TryGetValue(key, out var known) ? known.Join(shape) : shape;
    }
}
