using Rollout.Fleets.Hosts;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Schedule;

namespace Rollout.Server.Loop;

/// <summary>Runs the rollout's probes against every node, all the time, and says how each stands.</summary>
public sealed class ProbeWatch : IAsyncDisposable
{
    private readonly ProbeBoard board = new();
    private readonly ProbeSchedule schedule;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<ProbeAssignment> assignments;

    public ProbeWatch(FleetFile file, ProbeRunner runner, TimeProvider time)
    {
        this.time = time;
        schedule = new ProbeSchedule(runner, board, time);
        assignments =
        [
            .. file.Spec.Probes.Where(p => p.Probe is not null)
                .SelectMany(p => file.Nodes.Select(n => new ProbeAssignment(p.Name, n.Name, p.Probe!, NodeUri.Of(n)))),
        ];
    }

    public void Start() => schedule.Update(assignments);

    /// <summary>How each probe stands on each node now; a node whose revision changed begins anew.</summary>
    public IReadOnlyList<ProbeStanding> Look(Observed<FleetState> fleet)
    {
        var now = time.GetUtcNow();
        if (fleet is Observed<FleetState>.Known known)
        {
            foreach (var node in known.Value.Nodes.Where(n => n is { Ready: true, Revision: not null }))
            {
                board.Begin(node.Name, node.Revision!, now);
            }
        }

        return board.Snapshot(now);
    }

    /// <summary>As the planner wants it.</summary>
    public static IReadOnlyList<ProbeReading> Readings(IReadOnlyList<ProbeStanding> standings) =>
    [
        .. standings.Select(s => new ProbeReading(s.Probe, s.Node, s.Health switch
        {
            ProbeHealth.Unknown => ProbeState.Unknown,
            ProbeHealth.Passing => ProbeState.Passing,
            ProbeHealth.Failing => ProbeState.Failing,
        }, s.LastRun, s.Trouble ?? s.Failure?.ToString())),
    ];

    public ValueTask DisposeAsync() => schedule.DisposeAsync();
}
