using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;
using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Planning.Notices;
using Rollout.Server.Loop;

namespace Rollout.Server.Operator;

/// <summary>The pods of a workload, out of the caches.</summary>
/// <param name="fleet">Null: the spec names no workload.</param>
public sealed class WorkloadLookout(IWorkloadFleet? fleet) : ILookout
{
    private const string NoWorkload = "the spec names no workload";
    private static readonly Uri Nowhere = new("http://no-address.invalid");

    /// <summary>What people wrote, as of this pass.</summary>
    public required RolloutSnapshot Rollout { get; set; }

    public required ResolvedRollout Resolved { get; set; }

    /// <summary>What must be open; asked at every look.</summary>
    public Func<IReadOnlyList<GateAnswer>> Gates { get; set; } = () => [];

    /// <summary>The same fleet, by questions to the server; null: there is nothing newer to be had.</summary>
    public IWorkloadFleet? Newest { get; init; }

    /// <summary>What the last look told.</summary>
    public Sighted Last { get; private set; } = new(0, null);

    /// <summary>What of it people can read already: generations of the rollout and of the workload.</summary>
    public (long Rollout, long? Workload) Published { get; set; }

    public IReadOnlyList<string> Names => [.. (Last.Workload?.Fleet.Nodes ?? []).Select(n => n.Name)];

    /// <summary>Pods by the node that each stands for.</summary>
    public IReadOnlyDictionary<string, NodeInstance> Instances { get; private set; } = new Dictionary<string, NodeInstance>(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<ScrapeTarget>> TargetsAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        return [.. Instances.Select(i => new ScrapeTarget(i.Key, Address(i.Value)))];
    }

    public async ValueTask<FleetSighting> LookAsync(CancellationToken cancellationToken)
    {
        var look = fleet is null ? new Observed<WorkloadObservation>.Unreadable(NoWorkload) : await NewestAsync(fleet, cancellationToken);
        var seen = (look as Observed<WorkloadObservation>.Known)?.Value;
        Last = new Sighted(Rollout.Generation, seen);
        Instances = (seen?.Fleet.Nodes ?? []).Where(n => n.Instance is not null).ToDictionary(n => n.Name, n => n.Instance!, StringComparer.Ordinal);
        return new FleetSighting(look switch
        {
            Observed<WorkloadObservation>.Known known => new Observed<FleetState>.Known(known.Value.Fleet),
            Observed<WorkloadObservation>.Unreadable unreadable => new Observed<FleetState>.Unreadable(unreadable.Reason),
            _ => new Observed<FleetState>.Missing(),
        })
        {
            WantedRevision = seen?.WantedRevision,
            Asked = seen is null ? null : new AskedRelease(seen.WantedRevision, null, null, Identity(seen.Release)),
            Declared = seen?.Release is { } said ? new DeclaredRelease(ValueList.From(said.ApiBreaks), said.Risk) : null,
            Problems = [.. Resolved.Problems, .. seen?.Problems ?? []],
            Gates = Gates(),
            AnnotationProblems = AnnotationNotes.Of(Rollout, Resolved, seen),
            NotYetHeld = seen is { IsOpen: true } && !await fleet!.IsEverywhereAsync(seen.WantedRevision, cancellationToken)
                ? $"{Rollout.Workload} is about to be held: a new template would roll out by itself" : null,
            IsUnpublished = Published.Rollout != Rollout.Generation || (seen is not null && Published.Workload != seen.WorkloadGeneration),
        };
    }

    /// <summary>
    /// Caches may show a workload as it was before the status that is there now was written: that is no look, and the server is asked. So a workload that
    /// was deleted and made anew, whose generation begins anew, is told from the past.
    /// </summary>
    private async ValueTask<Observed<WorkloadObservation>> NewestAsync(IWorkloadFleet from, CancellationToken cancellationToken)
    {
        var look = await from.LookAsync(cancellationToken);
        return Newest is not null && look is Observed<WorkloadObservation>.Known { Value.WorkloadGeneration: var seen } && seen < Published.Workload
            ? await Newest.LookAsync(cancellationToken) : look;
    }

    private static ReleaseIdentity Identity(ReleaseAnnotations? said) => said is null ? ReleaseIdentity.Unknown
        : new ReleaseIdentity { Commit = said.Commit, CommittedAt = said.CommittedAt, BuiltAt = said.BuiltAt, Risk = said.Risk };

    private static Uri Address(NodeInstance instance) =>
        instance.Address is { Length: > 0 } address ? new UriBuilder("http", address, 80).Uri : Nowhere;
}
