using Rollout.Api;
using Rollout.Fleets.Hosts;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Contracts;
using Rollout.Probes.Customers;
using Rollout.Probes.Schedule;
using Rollout.Probes.Targets;

namespace Rollout.Server.Loop;

/// <summary>Runs the rollout's probes against every node, all the time, and says how each stands.</summary>
public sealed class ProbeWatch : IProbeWatch, IAsyncDisposable
{
    /// <summary>
    /// Runs of one rollout. Nodes that hang take a place each until their time-out; with fewer places than such nodes all others would be asked late,
    /// and the rollout would wait for what it does not know.
    /// </summary>
    private const int MostAtOnce = 1000;

    private readonly ProbeBoard board = new();
    private readonly ContractLedger contracts = new();
    private readonly ProbeSchedule schedule;
    private readonly TimeProvider time;
    private readonly Func<Observed<FleetState>, IReadOnlyList<ProbeAssignment>, IReadOnlyList<ProbeAssignment>> assign;
    private IReadOnlyList<ProbeAssignment> assigned = [];

    /// <param name="file">The fleet with its probes.</param>
    /// <param name="runner">Runs them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="secrets">The folder of the test customers' Secrets; null: none.</param>
    public ProbeWatch(FleetFile file, ProbeRunner runner, TimeProvider time, string? secrets = null)
        : this(Assignments(file), Customers(secrets is null ? null : new SecretFolder(secrets, time)), runner, time)
    {
    }

    /// <param name="assign">What is to run where, of a fleet as it is seen and what ran until now.</param>
    /// <param name="customer">The test customer of a probe.</param>
    /// <param name="runner">Runs them.</param>
    /// <param name="time">The clock.</param>
    public ProbeWatch(
        Func<Observed<FleetState>, IReadOnlyList<ProbeAssignment>, IReadOnlyList<ProbeAssignment>> assign,
        Func<AcceptanceProbeSpec, CancellationToken, ValueTask<ProbeCustomer?>> customer, ProbeRunner runner, TimeProvider time)
    {
        (this.assign, this.time) = (assign, time);
        schedule = new ProbeSchedule(runner, board, time, new ProbeScheduleOptions
        {
            AtOnce = MostAtOnce,
            Customer = (assignment, cancellationToken) => customer(assignment.Spec, cancellationToken),
            Judged = contracts.Judge,
            Seen = (assignment, result, overdue) => Ran?.Invoke(assignment, result, overdue),
            Troubled = (assignment, trouble) => Troubled?.Invoke(assignment, trouble),
        });
    }

    /// <summary>Told of every run, and of how many runs fell due before it and were not made.</summary>
    public event Action<ProbeAssignment, ProbeResult, int>? Ran;

    /// <summary>Told of every run that could not be made, and why.</summary>
    public event Action<ProbeAssignment, string>? Troubled;

    /// <summary>Runs what can be run before anyone has looked at the fleet; the rest begins with the first look.</summary>
    public void Start() => Assign(new Observed<FleetState>.Missing());

    /// <summary>How each probe stands on each node now; a node whose revision changed begins anew.</summary>
    /// <param name="fleet">As it was seen.</param>
    /// <param name="progress">As it is recorded.</param>
    /// <param name="declared">The breaks that the release declares; null: none.</param>
    public IReadOnlyList<ProbeStanding> Look(Observed<FleetState> fleet, Progress progress, DeclaredBreaks? declared = null)
    {
        var now = time.GetUtcNow();
        Assign(fleet);
        if (fleet is Observed<FleetState>.Known known)
        {
            foreach (var node in known.Value.Nodes.Where(n => n is { Ready: true, Revision: not null }))
            {
                board.Begin(node.Name, node.Revision!, now);
            }

            contracts.Tell(ContractNodes.Of(known.Value, progress), progress.StableRevision, declared);
        }

        return board.Snapshot(now);
    }

    /// <summary>What differs between canary and stable in the answers of probes with a contract.</summary>
    public IReadOnlyList<(string Probe, string Step, Difference Difference)> Differences() => contracts.Differences();

    public IReadOnlyList<Widening> Widenings(string revision) =>
        [.. contracts.Widenings(revision).Select(w => new Widening(w.Probe, w.Step, w.Difference.Path, w.Difference.Stable, w.Difference.Canary))];

    /// <summary>As the planner wants it.</summary>
    public static IReadOnlyList<ProbeReading> Readings(IReadOnlyList<ProbeStanding> standings) =>
    [
        .. standings.Select(s => new ProbeReading(s.Probe, s.Node == Assigning.Whole ? null : s.Node, s.Health switch
        {
            ProbeHealth.Unknown => ProbeState.Unknown,
            ProbeHealth.Passing => ProbeState.Passing,
            ProbeHealth.Failing => ProbeState.Failing,
        }, s.LastRun, s.Trouble ?? s.Failure?.ToString())),
    ];

    public ValueTask DisposeAsync() => schedule.DisposeAsync();

    private static Func<Observed<FleetState>, IReadOnlyList<ProbeAssignment>, IReadOnlyList<ProbeAssignment>> Assignments(FleetFile file)
    {
        IReadOnlyList<ProbeAssignment> hosts =
        [
            .. file.Spec.Probes.Where(p => p.Probe is not null)
                .SelectMany(p => file.Nodes.Select(n => new ProbeAssignment(p.Name, n.Name, p.Probe!, NodeUri.Of(n)))),
        ];
        return (_, _) => hosts;
    }

    private static Func<AcceptanceProbeSpec, CancellationToken, ValueTask<ProbeCustomer?>> Customers(SecretFolder? folder) =>
        (spec, _) => new(spec.CustomerSecret is null ? null
            : folder is not null ? folder.Of(spec)
            : throw new ProbeTroubleException($"the test customer \"{spec.CustomerSecret}\" is not known here"));

    private void Assign(Observed<FleetState> fleet)
    {
        var next = assign(fleet, assigned);
        if (!next.SequenceEqual(assigned))
        {
            assigned = next;
            schedule.Update(next);
        }
    }
}
