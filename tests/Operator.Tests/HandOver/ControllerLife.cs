using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Api;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Kubernetes;
using Rollout.Server.Loop;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests.HandOver;

/// <summary>
/// One leader from its election to its death: the loop, the record in the status and the fleet as the operator puts them together, but for the
/// caches, which would make it chance what is seen when. It knows nothing but what the API server tells it.
/// </summary>
internal sealed class ControllerLife : IAsyncDisposable
{
    private static readonly StaggeredRolloutSpec Spec = new()
    {
        Stages = [new StageSpec { Nodes = new NodeCount(1, false), Tolerance = 0.3m }, new StageSpec { Nodes = new NodeCount(50, true), Tolerance = 0.3m }],
        Metrics =
        [
            new RolloutMetric
            {
                Name = SteadySales.Metric,
                Tolerance = 0.3m,
                Metric = new BusinessMetricSpec { Kind = MetricKind.Count, Interval = SteadySales.Bucket, Source = new MetricSource(), Selectors = new MetricSelectors() },
            },
        ],
        WarmUp = TimeSpan.FromMinutes(1),
        Deadline = TimeSpan.FromHours(6),
        ProgressDeadline = TimeSpan.FromMinutes(10),
    };

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CrashWorld world;
    private readonly ClusterClient client;
    private readonly WorkloadLookout lookout;
    private readonly RolloutLoop loop;
    private volatile bool leads = true;

    public ControllerLife(CrashWorld world, int number)
    {
        (this.world, Agent) = (world, $"rollout/{number}");
        var rollout = world.Rollout();
        client = new ClusterClient(
            new ClusterConnection { Server = world.Server.Address, Credentials = new FixedCredentials(new Credential { BearerToken = new Secret(world.ControllerToken) }) },
            new ClientOptions { Seed = 1, UserAgent = Agent, Limits = new ClientLimits { Attempt = TimeSpan.FromMinutes(5), FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) } });
        var target = new WorkloadTarget(world.Kind, rollout.Key.Namespace, rollout.Workload, ResolvedRollout.OwnerOf(rollout));
        var fleet = new LedFleet(WorkloadFleets.Create(target, client, new KubernetesFleetOptions()), () => Leads && !IsDead);
        lookout = new WorkloadLookout(fleet)
        {
            Rollout = rollout,
            Resolved = new ResolvedRollout { Spec = Spec, Problems = [], Target = target },
            Published = (rollout.ObservedGeneration, rollout.ObservedWorkloadGeneration),
        };
        loop = new RolloutLoop(new LoopParts
        {
            Key = rollout.Key,
            Spec = Spec,
            Lookout = lookout,
            Fleet = fleet,
            Recorder = new KubernetesRecorder(client, Marks.Manager),
            Series = new MemorySeries(),
            Desk = new AnnotationDesk(client, rollout.Key, target),
            Session = new SteadySales(() => world.IsBad),
            ReadAfter = TimeSpan.FromSeconds(5),
            Probes = NoProbes.Instance,
            Publish = Publish,
            OrdersUntilSettled = true,
            Time = world.Time,
            Log = NullLogger.Instance,
        });
        loop.IsDriven();
        loop.Recorded += _ => lookout.Published = (lookout.Last.Generation, lookout.Last.Workload?.WorkloadGeneration ?? lookout.Published.Workload);
    }

    /// <summary>As the API server knows it.</summary>
    public string Agent { get; }

    /// <summary>Whether its lease is its own still, as it knows itself.</summary>
    public bool Leads
    {
        get => leads;
        set => leads = value;
    }

    public bool IsDead => died.Task.IsCompleted;

    /// <summary>Nothing of it reaches the API server any more. Any thread.</summary>
    public void Die()
    {
        died.TrySetResult();
        stop.Cancel();
    }

    /// <summary>A pass, and what it ordered; when the next is due.</summary>
    public async Task<DateTimeOffset> TurnAsync()
    {
        lookout.Rollout = world.Rollout();
        try
        {
            var due = await loop.TurnAsync(stop.Token);
            await Task.WhenAll(loop.Acted, loop.Outlooks.UnderWay).WaitAsync(stop.Token);
            return loop.IsSettled ? due : world.Time.GetUtcNow() + TimeSpan.FromSeconds(2);
        }
        catch (OperationCanceledException) when (IsDead)
        {
            return world.Time.GetUtcNow();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await loop.DisposeAsync();
        client.Dispose();
        stop.Dispose();
    }

    private PublishedStatus Publish(PassDraft draft) => lookout.Last.Published(draft.Plan.Next) with { Phase = draft.Plan.Next.Phase.Shown(draft.World.NotYetHeld).ToString() };
}
