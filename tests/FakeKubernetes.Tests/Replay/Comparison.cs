using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>
/// Holds an answer to the recorded one, learning on the way which of our chosen values stand for which recorded ones.
/// Aside (present on both sides, the value may differ): times and the wording of messages. Uids, generated names and hashes may differ
/// but must correspond one to one; versions must move when the recorded ones move and stay when they stay.
/// </summary>
internal sealed class Comparison(Correspondence names, string exchange)
{
    private static readonly HashSet<string> Aside = new(StringComparer.Ordinal)
    {
        "creationTimestamp", "deletionTimestamp", "lastUpdateTime", "lastTransitionTime", "time", "startTime", "startedAt",
        "expirationTimestamp", "message",
    };

    private static readonly HashSet<string> Learned = new(StringComparer.Ordinal) { "uid", "podIP", "continue", "containerID" };

    private static readonly string[] HashLabels = ["pod-template-hash", "controller-revision-hash", "controller.kubernetes.io/hash"];

    private readonly List<Difference> differences = [];

    public IReadOnlyList<Difference> Differences => differences;

    public void Answers(Recorded recorded, Recorded ours)
    {
        Equal("status", recorded.Status, ours.Status);
        Equal("contentType", recorded.ContentType, ours.ContentType);
        Equal("retryAfter", recorded.RetryAfter, ours.RetryAfter);
        if (recorded.Events is null)
        {
            Compare("$", recorded.Body, ours.Body);
            return;
        }

        Equal("events", recorded.Events.Count, ours.Events?.Count ?? -1);
        for (var i = 0; i < Math.Min(recorded.Events.Count, ours.Events?.Count ?? 0); i++)
        {
            Compare($"events[{i}]", recorded.Events[i], ours.Events![i]);
        }
    }

    private void Equal<T>(string path, T recorded, T ours)
    {
        if (!EqualityComparer<T>.Default.Equals(recorded, ours))
        {
            Differ(path, $"{recorded}", $"{ours}");
        }
    }

    private void Differ(string path, string recorded, string ours) => differences.Add(new Difference(exchange, path, recorded, ours));

    private void Compare(string path, JsonNode? recorded, JsonNode? ours)
    {
        switch (recorded, ours)
        {
            case (JsonObject a, JsonObject b):
                Maps(path, a, b);
                break;
            case (JsonArray a, JsonArray b):
                Lists(path, a, b);
                break;
            case (JsonValue a, JsonValue b) when a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y):
                Equal(path, names.Translate(x), y);
                break;
            default:
                if (!JsonNode.DeepEquals(recorded, ours))
                {
                    Differ(path, Short(recorded), Short(ours));
                }

                break;
        }
    }

    private void Maps(string path, JsonObject recorded, JsonObject ours)
    {
        LearnFrom(path, recorded, ours);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in recorded)
        {
            var ourKey = names.Translate(key);
            seen.Add(ourKey);
            if (!ours.TryGetPropertyValue(ourKey, out var ourValue))
            {
                Differ($"{path}.{key}", Short(value), "nothing");
            }
            else if (key == "resourceVersion")
            {
                Version(path, recorded, (string)value!, (string)ourValue!);
            }
            else if (key == "managedFields" && value is JsonArray a && ourValue is JsonArray b)
            {
                Lists($"{path}.{key}", Ordered(a), Ordered(b));
            }
            else if (key == "causes" && value is JsonArray c && ourValue is JsonArray d)
            {
                // The real server walks a map to find them: their order is chance.
                Lists($"{path}.{key}", ByField(c), ByField(d));
            }
            else if (!Aside.Contains(key) || value is not JsonValue || ourValue is not JsonValue
                || string.IsNullOrEmpty(ourValue.ToString()))
            {
                Compare($"{path}.{key}", value, ourValue);
            }
        }

        foreach (var (key, value) in ours.Where(pair => !seen.Contains(pair.Key)))
        {
            Differ($"{path}.{key}", "nothing", Short(value));
        }
    }

    private void Version(string path, JsonObject metadata, string recorded, string ours)
    {
        if (!metadata.ContainsKey("uid"))
        {
            names.LearnListVersion(recorded, ours);
        }
        else if (!names.LearnVersion(recorded, ours))
        {
            Differ($"{path}.resourceVersion", $"{recorded}, seen before as {names.TranslateVersion(recorded)}", ours);
        }
    }

    private void LearnFrom(string path, JsonObject recorded, JsonObject ours)
    {
        foreach (var key in Learned)
        {
            LearnPair($"{path}.{key}", Text(recorded[key]), Text(ours[key]));
        }

        LearnPair($"{path}.status.podIP", recorded.Text("status", "podIP"), ours.Text("status", "podIP"));
        if (recorded["generateName"] is not null)
        {
            LearnPair($"{path}.name", Text(recorded["name"]), Text(ours["name"]));
        }

        if (recorded["labels"] is JsonObject labels && ours["labels"] is JsonObject ourLabels)
        {
            foreach (var key in HashLabels)
            {
                LearnPair($"{path}.labels.{key}", Hash(labels[key]), Hash(ourLabels[key]));
            }
        }

        LearnPair($"{path}.currentRevision", Hash(recorded["currentRevision"]), Hash(ours["currentRevision"]));
        LearnPair($"{path}.updateRevision", Hash(recorded["updateRevision"]), Hash(ours["updateRevision"]));
        if (Text(recorded["name"]) is { } name && name.StartsWith("kube-api-access-", StringComparison.Ordinal))
        {
            LearnPair($"{path}.name", name, Text(ours["name"]));
        }
    }

    private void LearnPair(string path, string? recorded, string? ours)
    {
        if (!string.IsNullOrEmpty(recorded) && !string.IsNullOrEmpty(ours) && !names.Learn(recorded, ours))
        {
            Differ(path, $"{recorded}, which stood for {names.Translate(recorded)} before", ours);
        }
    }

    private void Lists(string path, JsonArray recorded, JsonArray ours)
    {
        Equal($"{path}.length", recorded.Count, ours.Count);
        var left = ours.ToList();
        for (var i = 0; i < recorded.Count && left.Count > 0; i++)
        {
            var pick = InOrder(recorded, ours) ? 0 : Nearest(recorded[i], left);
            var item = left[pick];
            left.RemoveAt(pick);
            Compare($"{path}[{i}]", recorded[i], item);
        }
    }

    /// <summary>Lists of objects whose names the server chose come in another order; all others are held to theirs.</summary>
    private bool InOrder(JsonArray recorded, JsonArray ours) =>
        recorded.Count == 0 || recorded[0].Text("metadata", "name") is null
        || recorded.Zip(ours).All(pair => names.Translate(pair.First.Text("metadata", "name")!) == pair.Second.Text("metadata", "name"));

    private int Nearest(JsonNode? recorded, List<JsonNode?> candidates)
    {
        var costs = candidates.Select(candidate => Cost(recorded, candidate) + Acquaintance(recorded.Text("metadata", "uid"),
            candidate.Text("metadata", "uid"))).ToList();
        return costs.IndexOf(costs.Min());
    }

    /// <summary>Objects that stand for each other already belong together, others that are known do not.</summary>
    private int Acquaintance(string? recorded, string? ours) =>
        names.Known(recorded) is { } known ? (known == ours ? -10_000 : 10_000) : names.IsTaken(ours) ? 10_000 : 0;

    private int Cost(JsonNode? recorded, JsonNode? ours) => (recorded, ours) switch
    {
        (JsonObject a, JsonObject b) => a.Where(p => p.Key is not ("uid" or "managedFields"))
            .Sum(p => Cost(p.Value, b[names.Translate(p.Key)])),
        (JsonArray a, JsonArray b) => Math.Abs(a.Count - b.Count) + a.Zip(b).Sum(pair => Cost(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => names.Translate(a.ToString()) == b.ToString() ? 0 : 1,
        (null, null) => 0,
        _ => 3,
    };

    private static JsonArray Ordered(JsonArray managedFields) =>
        new([.. managedFields.OrderBy(f => $"{f!["operation"]} {f["manager"]} {f["apiVersion"]} {f["subresource"]}", StringComparer.Ordinal)
            .Select(f => f!.DeepClone())]);

    private static JsonArray ByField(JsonArray causes) =>
        new([.. causes.OrderBy(cause => $"{cause!["field"]} {cause["reason"]}", StringComparer.Ordinal)
            .Select(cause => cause!.DeepClone())]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? Hash(JsonNode? node) => Text(node)?.Split('-')[^1];

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length > 160 ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 160)}…") : text;
    }
}
