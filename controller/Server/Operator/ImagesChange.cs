using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Server.Http;

namespace Rollout.Server.Operator;

/// <summary>New images for the containers of a workload, as a strategic merge patch; a container that is not there is a problem. Pure.</summary>
public static class ImagesChange
{
    private static readonly string[] Lists = ["containers", "initContainers"];

    public static (IReadOnlyList<Problem> Problems, JsonObject Change) Of(JsonObject workload, OrderBody body)
    {
        var pod = workload["spec"]?["template"]?["spec"];
        var places = Lists.SelectMany(list => (pod?[list] as JsonArray ?? []).Select(c => (List: list, Name: (string?)c?["name"] ?? "")))
            .ToLookup(c => c.Name, c => c.List, StringComparer.Ordinal);
        var problems = new List<Problem>();
        problems.AddRange(body.Identity().Problems);
        var changed = new JsonObject();
        foreach (var (container, image) in body.Images ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!places.Contains(container))
            {
                problems.Add(new Problem($"body.images.{container}", "is no container of the workload", $"use one of: {string.Join(", ", places.Select(p => p.Key))}"));
                continue;
            }

            var list = places[container].First();
            changed[list] ??= new JsonArray();
            changed[list]!.AsArray().Add(new JsonObject { ["name"] = container, ["image"] = image });
        }

        var change = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = changed } } };
        var (breaks, wrong) = ApiBreakText.Read(body.ApiBreaks, "body.apiBreaks");
        problems.AddRange(wrong);
        var said = new JsonObject();
        foreach (var (key, text) in body.Said.Select(s => (s.Key, s.Text)).Append((ReleaseAnnotations.ApiBreaksKey, breaks.Count > 0 ? string.Join(' ', breaks) : null)))
        {
            // What the release before it said of itself is not this one's.
            if (text is not null || workload["metadata"]?["annotations"]?[key] is not null)
            {
                said[key] = text;
            }
        }

        if (said.Count > 0)
        {
            change["metadata"] = new JsonObject { ["annotations"] = said };
        }

        return (problems, change);
    }
}
