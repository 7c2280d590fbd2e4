using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A selection by fields: only those that the real server indexes.</summary>
internal sealed class FieldSelection
{
    private static readonly Dictionary<string, string[]> More = new(StringComparer.Ordinal)
    {
        ["Pod"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
            "status.phase", "status.podIP"],
        ["Event"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "reason", "type",
                "reportingController",
        ],
        ["Secret"] = ["type"],
        ["Namespace"] = ["status.phase"],
        ["Node"] = ["spec.unschedulable"],
        ["ReplicaSet"] = ["status.replicas"],
    };

    private readonly List<(string[] Path, string Value, bool Equal)> demands = [];

    /// <exception cref="ApiFault">400: a field that is not indexed, or text that cannot be read.</exception>
    public static FieldSelection Parse(ResourceType type, string? text)
    {
        var selection = new FieldSelection();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equal = !part.Contains("!=", StringComparison.Ordinal);
            var halves = part.Split(equal ? '=' : '!', 2);
            if (halves.Length != 2)
            {
                throw Refusals.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            }

            var field = halves[0];
            if (field is not ("metadata.name" or "metadata.namespace")
                && !More.GetValueOrDefault(type.Kind, []).Contains(field, StringComparer.Ordinal))
            {
                throw Refusals.BadRequest($"field label not supported: {field}");
            }

            // Events are stored in their newer form.
            var path = field.Replace("involvedObject.", "regarding.", StringComparison.Ordinal).Split('.');
            selection.demands.Add((path, halves[1].TrimStart('='), equal));
        }

        return selection;
    }

    public bool Matches(JsonObject body) => demands.TrueForAll(demand =>
        ((body.At(demand.Path)?.ToString() ?? "") == demand.Value) == demand.Equal);
}
