using Rollout.Fleets.Kubernetes.DaemonSets;
using Rollout.Fleets.Kubernetes.Deployments;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.StatefulSets;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Fleets.Kubernetes.Writing;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes;

/// <summary>
/// A Deployment held by <c>spec.paused</c>, whose canaries come on top from a bare ReplicaSet of ours; a StatefulSet held by its partition, whose
/// canaries are its highest pods; or a DaemonSet held by <c>OnDelete</c>, whose canaries are machines whose pods were deleted. A picture is read,
/// the kind's pure rules name the next write, and so on.
/// </summary>
internal sealed class WorkloadFleet : IWorkloadFleet
{
    private readonly IWorkloadReader reader;
    private readonly LevelReaching reaching;

    public WorkloadFleet(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options)
    {
        Target = target;
        Options = options;
        var live = new ClusterReader(client);
        reader = options.Reader ?? live;
        reaching = new LevelReaching(
            reader, () => options.Reader is WorkloadCaches caches ? new NearReader(client, caches, target) : null, live, new StepWriter(client, target), target);
    }

    private WorkloadTarget Target { get; }

    private KubernetesFleetOptions Options { get; }

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

    public async ValueTask<bool> IsEverywhereAsync(string revision, CancellationToken cancellationToken) =>
        await reader.ReadAsync(Target, cancellationToken) is Observed<WorkloadPicture>.Known known
        && Next(known.Value, new FleetTarget.Everywhere(revision, Options.Pace())) is null;

    public ValueTask<EnsureResult> EnsureStillAsync(CancellationToken cancellationToken) =>
        ReachAsync(new FleetTarget.Still(), cancellationToken);

    public ValueTask<EnsureResult> ReleaseAsync(bool orphan, CancellationToken cancellationToken) =>
        ReachAsync(orphan ? new FleetTarget.Orphaned() : new FleetTarget.Released(), cancellationToken, isLast: true);

    private WorkloadObservation Observe(WorkloadPicture picture) => Target.Kind switch
    {
        WorkloadKind.Deployment => DeploymentObservation.Of(picture, Target, Options.Hold()),
        WorkloadKind.StatefulSet => StatefulObservation.Of(picture, Target, Options.Hold()),
        WorkloadKind.DaemonSet => DaemonObservation.Of(picture, Target, Options.Hold()),
    };

    private FleetStep? Next(WorkloadPicture picture, FleetTarget level) => Target.Kind switch
    {
        WorkloadKind.Deployment => DeploymentSteps.Next(picture, Target, level, Options.Hold()),
        WorkloadKind.StatefulSet => StatefulSteps.Next(picture, Target, level, Options.Hold()),
        WorkloadKind.DaemonSet => DaemonSteps.Next(picture, Target, level, Options.Hold()),
    };

    private ValueTask<EnsureResult> ReachAsync(FleetTarget level, CancellationToken cancellationToken, bool isLast = false) =>
        reaching.ReachAsync(picture => Next(picture, level), isLast, cancellationToken);
}
