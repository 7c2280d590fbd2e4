using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Recording.Kubernetes;

/// <summary>
/// Orders that stand in annotations of a StaggeredRollout. An order that was answered is first written down as taken, in the fenced write
/// of the pass that answered it, and its annotation removed after that: killed in between, no controller carries it out again.
/// </summary>
internal static class AnnotatedOrders
{
    /// <summary>
    /// The cluster keeps whole seconds. An order counts from the end of its second: who orders a retry in the second of a refusal has seen it.
    /// </summary>
    private static readonly TimeSpan RestOfSecond = TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1);

    /// <summary>An order with what tells it from the same one given again later.</summary>
    /// <param name="Said">As it stands in the annotation.</param>
    /// <param name="Raw">The annotation's value to the letter.</param>
    /// <param name="By">Who is known to have written it: the field manager, such as kubectl-annotate.</param>
    /// <param name="At">When.</param>
    public sealed record Found(AnnotatedOrder Said, string Raw, string? By, DateTimeOffset At)
    {
        public string Mark => string.Create(CultureInfo.InvariantCulture, $"{Said.Verb}={Said.Revision}@{At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

        public Order ToOrder() => new(Said.Verb switch { OrderVerb.Abort => OrderKind.Abort, OrderVerb.Promote => OrderKind.Promote, OrderVerb.Retry => OrderKind.Retry },
            Said.Revision, By, At == DateTimeOffset.UnixEpoch ? At : At + RestOfSecond);
    }

    public static IReadOnlyList<Found> Of(JsonObject rollout, ResourceMeta meta) =>
    [
        .. OrderAnnotations.Read(meta.Annotations).Orders.Select(order =>
        {
            var (by, at) = Writer(rollout, order.Annotation);
            return new Found(order, meta.Annotations[order.Annotation], by, at);
        }),
    ];

    /// <summary>Takes the annotation away if it still says what was answered.</summary>
    public static Patch Removal(Found order)
    {
        var path = JsonPointer.Of("metadata", "annotations", order.Said.Annotation);
        return Patch.Steps(new JsonPatch().Test(path, order.Raw).Remove(path));
    }

    /// <summary>The manager that owns the annotation; the beginning of time where none is known.</summary>
    private static (string? By, DateTimeOffset At) Writer(JsonObject rollout, string annotation)
    {
        foreach (var entry in (rollout["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (entry["fieldsV1"]?["f:metadata"]?["f:annotations"] is JsonObject owned && owned.ContainsKey("f:" + annotation))
            {
                var time = entry["time"] is JsonValue text && text.GetValueKind() == JsonValueKind.String
                    && DateTimeOffset.TryParse(text.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch;
                return (entry["manager"]?.ToString(), time);
            }
        }

        return (null, DateTimeOffset.UnixEpoch);
    }
}
