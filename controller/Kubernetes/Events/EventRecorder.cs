using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Events;

/// <summary>
/// Writes events (events.k8s.io/v1). What is said again within six minutes becomes a series of the first event instead of another one.
/// What was said is kept in memory only: after a restart a series begins anew. A failure is handed back; nothing may hang on an event.
/// </summary>
public sealed class EventRecorder(ClusterClient client, string controller, string instance, TimeProvider time)
{
    /// <summary>An event that is not repeated for so long is over; the next one is new.</summary>
    public static readonly TimeSpan SeriesWindow = TimeSpan.FromMinutes(6);

    private const int MostRemembered = 1000;

    private readonly ResourceClient<ClusterEvent> events = client.Resources(ResourceKinds.Typed(ClusterEvent.Type, KubernetesJson.Default.ClusterEvent));
    private readonly Lock gate = new();
    private readonly Dictionary<EventNote, Said> said = [];

    /// <summary>An event with an identity that is there already fails with AlreadyExists: it is told.</summary>
    public async Task<ApiResult<ClusterEvent>> RecordAsync(EventNote told, CancellationToken cancellation)
    {
        var note = told with { Id = null };
        if (Again(note) is { } before)
        {
            var repeated = await events.PatchAsync(before.Key, Series(before.Count), WriteOptions.Default, cancellation);
            if (repeated.TryGet(out _, out var error) || !error.IsNotFound)
            {
                return repeated;
            }

            // The cluster forgets events after an hour.
        }

        var created = await events.CreateAsync(First(told), WriteOptions.Default, cancellation);
        if (created.TryGet(out var made, out _))
        {
            Remember(note, events.Kind.KeyOf(made));
        }

        return created;
    }

    private Said? Again(EventNote note)
    {
        lock (gate)
        {
            if (!said.TryGetValue(note, out var before) || time.GetElapsedTime(before.At) > SeriesWindow)
            {
                return null;
            }

            return said[note] = before with { Count = before.Count + 1, At = time.GetTimestamp() };
        }
    }

    private void Remember(EventNote note, ObjectKey key)
    {
        lock (gate)
        {
            if (said.Count >= MostRemembered)
            {
                foreach (var old in said.Where(pair => time.GetElapsedTime(pair.Value.At) > SeriesWindow).Select(pair => pair.Key).ToList())
                {
                    said.Remove(old);
                }
            }

            if (said.Count >= MostRemembered)
            {
                said.Remove(said.MinBy(pair => pair.Value.At).Key);
            }

            said[note] = new Said(key, 1, time.GetTimestamp());
        }
    }

    private ClusterEvent First(EventNote note) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = note.Id is { } id ? EventTexts.NamePrefix(note.Regarding.Name) + EventTexts.Digest(id) : null,
            GenerateName = note.Id is null ? EventTexts.NamePrefix(note.Regarding.Name) : null,
            Namespace = note.Regarding.Namespace ?? "default",
        },
        EventTime = time.GetUtcNow(),
        ReportingController = controller,
        ReportingInstance = instance,
        Action = note.Action,
        Reason = note.Reason,
        Regarding = note.Regarding,
        Note = EventTexts.Note(note.Text),
        Severity = note.Severity.ToString(),
    };

    private Patch Series(int count) => Patch.Merge(new JsonObject
    {
        ["series"] = JsonSerializer.SerializeToNode(
            new EventSeries { Count = count, LastObservedTime = time.GetUtcNow() }, KubernetesJson.Default.EventSeries),
    });

    private sealed record Said(ObjectKey Key, int Count, long At);
}
