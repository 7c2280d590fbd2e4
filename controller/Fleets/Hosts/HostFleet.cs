using System.Collections.Concurrent;
using Rollout.Planning;

namespace Rollout.Fleets.Hosts;

/// <summary>A fleet of hosts that is changed by the user's own commands (design section 4.2).</summary>
public sealed class HostFleet : IFleet, IDisposable
{
    /// <summary>Status commands at once; changes keep to the file's <c>parallel</c>.</summary>
    private const int StatusAtOnce = 8;

    /// <summary>How old a status may be to tell that a node is where it should be: one pass observes and ensures.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly FleetFile fleet;
    private readonly TimeProvider time;
    private readonly ChangeMarks marks;
    private readonly NodeStatus status;
    private readonly NodeChange change;
    private readonly SemaphoreSlim oneEnsure = new(1);
    private readonly ConcurrentDictionary<string, (ObservedNode Node, long At)> seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> lastRevision = new(StringComparer.Ordinal);
    private readonly FailedChanges failed;

    public HostFleet(FleetFile fleet, TimeProvider time)
    {
        this.fleet = fleet;
        this.time = time;
        marks = new ChangeMarks(fleet.State + ".changes");
        var runner = new CommandRunner(time);
        status = new NodeStatus(fleet, runner);
        change = new NodeChange(fleet, runner, status, marks, time);
        failed = new FailedChanges(time);
    }

    public void Dispose() => oneEnsure.Dispose();

    public async ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken)
    {
        var nodes = await LookAsync(fleet.Nodes, cancellationToken);
        return new Observed<FleetState>.Known(new FleetState([.. nodes.Select(InTraffic)], failed.Last));
    }

    public async ValueTask<EnsureResult> EnsureCanariesAsync(
        string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken)
    {
        if (canaries.Except(fleet.Nodes.Select(n => n.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            return new EnsureResult.Failed(unknown, $"the fleet has no such node; it has {string.Join(", ", fleet.Nodes.Select(n => n.Name))}");
        }

        return await AloneAsync($"{revision} on {string.Join(",", canaries.Order(StringComparer.Ordinal))} over {stable}", async () =>
        {
            // The way back comes first: at no moment do more nodes run the canary than were ordered.
            var others = fleet.Nodes.Where(n => !canaries.Contains(n.Name, StringComparer.Ordinal)).ToList();
            var back = await BringAsync(others, stable, spareUnreadable: true, stopAtFailure: false, cancellationToken);
            if (back is EnsureResult.Failed)
            {
                return back;
            }

            var chosen = fleet.Nodes.Where(n => canaries.Contains(n.Name, StringComparer.Ordinal)).ToList();
            return Together(back, await BringAsync(chosen, revision, spareUnreadable: false, stopAtFailure: true, cancellationToken));
        }, cancellationToken);
    }

    public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) =>
        AloneAsync($"{revision} everywhere", () => BringAsync(fleet.Nodes, revision, spareUnreadable: false, stopAtFailure: true, cancellationToken), cancellationToken);

    /// <summary>One Ensure at a time: two would fight over the same node.</summary>
    private async ValueTask<EnsureResult> AloneAsync(string target, Func<ValueTask<EnsureResult>> ensure, CancellationToken cancellationToken)
    {
        await oneEnsure.WaitAsync(cancellationToken);
        try
        {
            failed.Aim(target);
            return await ensure();
        }
        finally
        {
            oneEnsure.Release();
        }
    }

    private async ValueTask<EnsureResult> BringAsync(
        IReadOnlyList<FleetNode> nodes, string revision, bool spareUnreadable, bool stopAtFailure, CancellationToken cancellationToken)
    {
        if (nodes.Count > 0 && !VersionText.IsVersion(revision))
        {
            return new EnsureResult.Failed(nodes[0].Name, $"'{revision}' is no version; {VersionText.Mend}");
        }

        var looked = await LookAsync(nodes, cancellationToken, Fresh);
        var wanting = nodes.Zip(looked)
            .Where(n => !IsSettled(n.Second, revision, spareUnreadable))
            .Select(n => n.First)

            // What failed last time comes last, so that one broken node does not keep the others from their turn.
            .OrderBy(n => failed.Of(n.Name, revision) is not null)
            .ToList();
        var queue = new ConcurrentQueue<FleetNode>(wanting);
        var changed = new ConcurrentBag<string>();
        var failures = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, fleet.Parallel).Select(_ => WorkAsync()));
        var first = wanting.Find(n => failures.ContainsKey(n.Name));
        return first is not null ? new EnsureResult.Failed(first.Name, failures[first.Name])
            : changed.IsEmpty ? new EnsureResult.Settled()
            : new EnsureResult.Changed([.. fleet.Nodes.Select(n => n.Name).Where(changed.Contains)]);

        async Task WorkAsync()
        {
            while ((failures.IsEmpty || !stopAtFailure) && queue.TryDequeue(out var node))
            {
                var why = failed.StillWaiting(node.Name, revision) ?? await ChangeAsync(node, revision, cancellationToken);
                if (why is null)
                {
                    changed.Add(node.Name);
                }
                else
                {
                    failures[node.Name] = why;
                }
            }
        }
    }

    private async ValueTask<string?> ChangeAsync(FleetNode node, string revision, CancellationToken cancellationToken)
    {
        seen.TryRemove(node.Name, out _);
        var why = await change.ApplyAsync(node, revision, cancellationToken);
        if (why is null)
        {
            lastRevision[node.Name] = revision;
            failed.Forget(node.Name);
        }
        else
        {
            failed.Add(new DeployFailure(node.Name, revision, why));
        }

        return why;
    }

    /// <summary>
    /// Where the version cannot be told, a node that was last known to be right is left alone: a status that fails once is no reason to
    /// restart a node that serves. Beside a canary, so is one that never answered; it is in every observation with its trouble.
    /// </summary>
    private bool IsSettled(ObservedNode node, string revision, bool spareUnreadable)
    {
        var mark = marks.Of(node.Name);
        if (node.Revision is not null || mark is not null)
        {
            return NodeChange.IsLevel(node, mark, revision);
        }

        return lastRevision.TryGetValue(node.Name, out var last) ? last == revision : spareUnreadable;
    }

    private async ValueTask<IReadOnlyList<ObservedNode>> LookAsync(
        IReadOnlyList<FleetNode> nodes, CancellationToken cancellationToken, TimeSpan? fresh = null)
    {
        var looked = new ObservedNode[nodes.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = StatusAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, nodes.Count, options, async (i, token) =>
        {
            var name = nodes[i].Name;
            if (fresh is { } age && seen.TryGetValue(name, out var known) && time.GetElapsedTime(known.At) < age)
            {
                looked[i] = known.Node;
                return;
            }

            looked[i] = await status.ReadAsync(nodes[i], token);
            seen[name] = (looked[i], time.GetTimestamp());
            if (looked[i].Revision is { } revision)
            {
                lastRevision[name] = revision;
            }
        });
        return looked;
    }

    private ObservedNode InTraffic(ObservedNode node) => marks.Of(node.Name) is { Drained: true } mark
        ? node with { Ready = false, Trouble = node.Trouble ?? $"out of traffic for the change to {mark.Revision}" }
        : node;

    private static EnsureResult Together(EnsureResult first, EnsureResult second) => (first, second) switch
    {
        (EnsureResult.Changed one, EnsureResult.Changed two) => new EnsureResult.Changed([.. one.Nodes, .. two.Nodes]),
        (EnsureResult.Changed, EnsureResult.Settled) => first,
        _ => second,
    };
}
