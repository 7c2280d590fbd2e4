using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Resources;
using Rollout.Judge;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Recording.Kubernetes;

/// <summary>
/// Records in the status of the StaggeredRollout itself, fenced by the resourceVersion that was read, and the calibration in a ConfigMap
/// that it owns. Series and happenings are not kept here: happenings become events, outcomes beyond the last ten go to the history.
/// Safe for concurrent use; one pass at a time for one rollout.
/// </summary>
public sealed class KubernetesRecorder : IRecorder
{
    private readonly ResourceClient<JsonObject> rollouts;
    private readonly CalibrationStore calibrations;
    private readonly WriteOptions options;
    private readonly ConcurrentDictionary<RolloutKey, SeenRollout> seen = new();
    private readonly ConcurrentDictionary<RolloutKey, (string Digest, IReadOnlyDictionary<string, Baseline> Baselines)> known = new();
    private readonly ConcurrentDictionary<(RolloutKey, string), long> orderIds = new();
    private readonly Func<RolloutKey, string?>? newest;
    private long lastOrder;

    /// <param name="client">As whom it reads and writes.</param>
    /// <param name="fieldManager">In whose name the fields are owned.</param>
    /// <param name="newest">
    /// The resourceVersion that a cache has of a rollout: where it is the one that was written or read last, nothing is asked for. Null: the server
    /// is asked each time. A cache that lags costs a conflict and nothing else, for every write is fenced.
    /// </param>
    public KubernetesRecorder(ClusterClient client, string fieldManager, Func<RolloutKey, string?>? newest = null)
    {
        this.newest = newest;
        var kind = CustomKinds.StaggeredRollout;
        rollouts = client.Resources(ResourceKinds.Untyped(new ResourceType(CustomKind.Group, CustomKind.Version, kind.Plural, kind.Kind)));
        options = new WriteOptions { FieldManager = fieldManager };
        calibrations = new CalibrationStore(client, options);
    }

    /// <summary>Evidence whose calibration is gone is worth nothing and is not given back: the trial begins its evidence anew.</summary>
    public async ValueTask<Observed<RolloutRecord>> ReadAsync(RolloutKey key, CancellationToken cancellationToken)
    {
        if (!(newest?.Invoke(key) is { Length: > 0 } version && seen.TryGetValue(key, out var rollout) && rollout.Meta.ResourceVersion == version))
        {
            var read = await rollouts.GetAsync(Place(key), cancellationToken);
            if (!read.TryGet(out var found, out var error))
            {
                seen.TryRemove(key, out _);
                return new Observed<RolloutRecord>.Unreadable(error.IsNotFound ? $"there is no StaggeredRollout {key}" : error.ToString());
            }

            rollout = SeenRollout.Of(found);
            seen[key] = rollout;
        }

        if (rollout.StatusTrouble is { } trouble)
        {
            return new Observed<RolloutRecord>.Unreadable($"{key}: {trouble}; use the release that wrote it");
        }

        if (rollout.Status?.Evidence is not { } evidence)
        {
            return new Observed<RolloutRecord>.Missing();
        }

        var (baselines, unread) = await CalibrationAsync(key, evidence.Calibration, cancellationToken);
        if (unread is not null)
        {
            return new Observed<RolloutRecord>.Unreadable(unread);
        }

        try
        {
            var orders = rollout.Waiting.Select(order => new OrderRequest(IdOf(key, order), order.ToOrder())).OrderBy(order => order.Id);
            return new Observed<RolloutRecord>.Known(RecordReading.Of(key, rollout.Status, evidence, baselines, [.. orders]));
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return new Observed<RolloutRecord>.Unreadable($"what is stored of {key} is not understood ({e.Message}); use the release that wrote it");
        }
    }

    public async ValueTask<RecordResult> WriteAsync(RolloutRecord next, long expectedVersion, RecordedNews news, CancellationToken cancellationToken)
    {
        var key = next.Key;
        if (!seen.TryGetValue(key, out var last))
        {
            // Nobody read in this process: the version that is there now is the fence, if it is the one that is expected.
            if (!(await rollouts.GetAsync(Place(key), cancellationToken)).TryGet(out var found, out var error))
            {
                return new RecordResult.Refused(error.ToString());
            }

            last = SeenRollout.Of(found);
        }

        if (last.StatusTrouble is { } trouble)
        {
            return new RecordResult.Refused($"{key}: {trouble}; use the release that wrote it");
        }

        if (last.Sequence != expectedVersion)
        {
            return new RecordResult.Conflict(last.Sequence);
        }

        var digest = CalibrationStore.DigestOf(next.Baselines);
        if (digest is not null && known.GetValueOrDefault(key).Digest != digest)
        {
            if (await calibrations.EnsureAsync(key, last.Meta.Uid, next.Baselines, last.Status?.Evidence?.Calibration, cancellationToken) is { } why)
            {
                return new RecordResult.Refused(why);
            }

            known[key] = (digest, next.Baselines);
        }

        var taken = last.Orders.Where(order => last.IsTaken(order) || news.TakenOrders.Any(one => one.Id == IdOf(key, order))).ToList();
        var evidence = StatusWriting.Evidence(next, expectedVersion + 1, digest, [.. taken.Select(order => order.Mark)]);
        return await PutAsync(key, last, StatusWriting.Of(next, news.Published ?? Before(last), news.Published?.ObservedGeneration ?? last.Meta.Generation, evidence), taken, cancellationToken);
    }

    private async ValueTask<RecordResult> PutAsync(
        RolloutKey key, SeenRollout last, RolloutStatus status, IReadOnlyList<AnnotatedOrders.Found> taken, CancellationToken cancellationToken)
    {
        var written = await rollouts.ReplaceAsync(last.With(status), options with { Subresource = "status" }, cancellationToken);
        if (!written.TryGet(out var stored, out var error))
        {
            // Whatever went wrong, what was seen is not to be built on.
            seen.TryRemove(key, out _);
            if (!error.IsConflict && !error.MayHaveBeenCarriedOut)
            {
                return new RecordResult.Refused(error.ToString());
            }

            if (!(await rollouts.GetAsync(Place(key), cancellationToken)).TryGet(out stored, out _))
            {
                return error.IsConflict ? new RecordResult.Conflict(last.Sequence) : new RecordResult.Refused(error.ToString());
            }

            var now = SeenRollout.Of(stored);
            if (!IsSame(now.Status?.Evidence, status.Evidence))
            {
                return error.IsConflict || now.Sequence != last.Sequence ? new RecordResult.Conflict(now.Sequence) : new RecordResult.Refused(error.ToString());
            }
        }

        seen[key] = SeenRollout.Of(stored);
        foreach (var order in taken)
        {
            // One that cannot be removed now stays written down as taken, and goes with the next write.
            if ((await rollouts.PatchAsync(Place(key), AnnotatedOrders.Removal(order), options, cancellationToken)).TryGet(out var without, out _))
            {
                seen[key] = SeenRollout.Of(without);
            }
        }

        return new RecordResult.Written(status.Evidence!.Sequence);
    }

    /// <summary>Forgets a rollout that is gone.</summary>
    public void Forget(RolloutKey key)
    {
        seen.TryRemove(key, out _);
        known.TryRemove(key, out _);
        foreach (var id in orderIds.Keys.Where(id => id.Item1 == key))
        {
            orderIds.TryRemove(id, out _);
        }
    }

    private async ValueTask<(IReadOnlyDictionary<string, Baseline>? Baselines, string? Trouble)> CalibrationAsync(
        RolloutKey key, string? digest, CancellationToken cancellationToken)
    {
        if (digest is null)
        {
            return (new Dictionary<string, Baseline>(StringComparer.Ordinal), null);
        }

        if (known.TryGetValue(key, out var held) && held.Digest == digest)
        {
            return (held.Baselines, null);
        }

        var (found, trouble) = await calibrations.ReadAsync(key, digest, cancellationToken);
        if (found is not null)
        {
            known[key] = (digest, found);
        }

        return (found, trouble);
    }

    private static PublishedStatus Before(SeenRollout last) => new()
    {
        Verdict = last.Status?.Verdict, ObservedWorkloadGeneration = last.Status?.ObservedWorkloadGeneration, StableReplicaSet = last.Status?.StableReplicaSet,
    };

    private static bool IsSame(EvidenceStatus? stored, EvidenceStatus? written) =>
        stored is not null && written is not null && stored.Sequence == written.Sequence && stored.Progress == written.Progress && stored.Nodes == written.Nodes
        && stored.Calibration == written.Calibration && stored.Metrics.SequenceEqual(written.Metrics);

    private long IdOf(RolloutKey key, AnnotatedOrders.Found order) => orderIds.GetOrAdd((key, order.Mark), _ => Interlocked.Increment(ref lastOrder));

    private static ObjectKey Place(RolloutKey key) => new(key.Namespace, key.Name);
}
