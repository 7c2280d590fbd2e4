using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Fleets.Kubernetes.Writing;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes;

/// <summary>What fleets of all kinds of workload have in common: a picture is read, a pure rule names the next write, and so on.</summary>
public abstract class WorkloadFleet : IWorkloadFleet
{
    private readonly IWorkloadReader reader;
    private readonly LevelReaching reaching;

    private protected WorkloadFleet(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options)
    {
        Target = target;
        Options = options;
        var live = new ClusterReader(client);
        reader = options.Reader ?? live;
        reaching = new LevelReaching(reader, live, new StepWriter(client, target), target);
    }

    private protected WorkloadTarget Target { get; }

    private protected KubernetesFleetOptions Options { get; }

    public async ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken) =>
        await LookAsync(cancellationToken) switch
        {
            Observed<WorkloadObservation>.Known known => new Observed<FleetState>.Known(known.Value.Fleet),
            Observed<WorkloadObservation>.Unreadable unreadable => new Observed<FleetState>.Unreadable(unreadable.Reason),
            _ => new Observed<FleetState>.Missing(),
        };

    public async ValueTask<Observed<WorkloadObservation>> LookAsync(CancellationToken cancellationToken) =>
        await reader.ReadAsync(Target, cancellationToken) switch
        {
            Observed<WorkloadPicture>.Known { Value: { IsGone: false } picture } => picture.Workload.IsTerminating
                ? new Observed<WorkloadObservation>.Unreadable($"{Target} is being deleted")
                : new Observed<WorkloadObservation>.Known(Observe(picture)),
            Observed<WorkloadPicture>.Unreadable unreadable => new Observed<WorkloadObservation>.Unreadable(unreadable.Reason),
            _ => new Observed<WorkloadObservation>.Missing(),
        };

    public ValueTask<EnsureResult> EnsureCanariesAsync(
        string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken) =>
        ReachAsync(new FleetTarget.Canaries(revision, stable, canaries.Count, canaries), cancellationToken);

    public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) =>
        ReachAsync(new FleetTarget.Everywhere(revision, Options.Pace()), cancellationToken);

    public ValueTask<EnsureResult> EnsureStillAsync(CancellationToken cancellationToken) =>
        ReachAsync(new FleetTarget.Still(), cancellationToken);

    public ValueTask<EnsureResult> ReleaseAsync(bool orphan, CancellationToken cancellationToken) =>
        ReachAsync(orphan ? new FleetTarget.Orphaned() : new FleetTarget.Released(), cancellationToken);

    private protected abstract WorkloadObservation Observe(WorkloadPicture picture);

    private protected abstract FleetStep? Next(WorkloadPicture picture, FleetTarget level);

    private ValueTask<EnsureResult> ReachAsync(FleetTarget level, CancellationToken cancellationToken) =>
        reaching.ReachAsync(picture => Next(picture, level), cancellationToken);
}
