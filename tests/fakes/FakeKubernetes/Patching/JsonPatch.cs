using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Patching;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    private const int MostOperations = 10_000;

    /// <exception cref="ApiFault">422: a test failed or a path is not there.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        if (patch.Count > MostOperations)
        {
            throw new ApiFault(413, "RequestEntityTooLarge",
                $"The allowed maximum operations in a JSON patch is {MostOperations}, got {patch.Count}");
        }

        JsonNode root = target.Copy();
        foreach (var step in patch.OfType<JsonObject>())
        {
            var path = step.Text("path") ?? throw Refusals.PatchRefused();
            switch (step.Text("op"))
            {
                case "test":
                    if (!Has(root, path, out var found) || !JsonNode.DeepEquals(found, step["value"]))
                    {
                        throw Refusals.PatchRefused();
                    }

                    break;
                case "add":
                    Set(root, path, step["value"], true);
                    break;
                case "replace":
                    Require(root, path);
                    Set(root, path, step["value"], false);
                    break;
                case "remove":
                    Require(root, path);
                    Remove(root, path);
                    break;
                case "copy":
                    Set(root, path, Require(root, step.Text("from")!), true);
                    break;
                case "move":
                    var moved = Require(root, step.Text("from")!)?.DeepClone();
                    Remove(root, step.Text("from")!);
                    Set(root, path, moved, true);
                    break;
                default:
                    throw Refusals.PatchRefused();
            }
        }

        return root as JsonObject ?? throw Refusals.PatchRefused();
    }

    private static JsonNode? Require(JsonNode root, string path) => Has(root, path, out var found) ? found : throw Refusals.PatchRefused();

    private static string[] Parts(string path) =>
        path.Length == 0 ? [] : path[0] != '/' ? throw Refusals.PatchRefused()
        : [.. path[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal))];

    private static bool Has(JsonNode? node, string path, out JsonNode? found)
    {
        found = node;
        foreach (var part in Parts(path))
        {
            if (found is JsonObject map && map.TryGetPropertyValue(part, out var child))
            {
                found = child;
            }
            else if (found is JsonArray list && Index(part, list.Count - 1) is { } index)
            {
                found = list[index];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static void Set(JsonNode root, string path, JsonNode? value, bool insert)
    {
        var parts = Parts(path);
        var parent = Require(root, Above(parts));
        if (parent is JsonObject map)
        {
            map[parts[^1]] = value?.DeepClone();
        }
        else if (parent is JsonArray list && parts[^1] == "-")
        {
            list.Add(value?.DeepClone());
        }
        else if (parent is JsonArray target && Index(parts[^1], insert ? target.Count : target.Count - 1) is { } index)
        {
            if (!insert)
            {
                target.RemoveAt(index);
            }

            target.Insert(index, value?.DeepClone());
        }
        else
        {
            throw Refusals.PatchRefused();
        }
    }

    private static void Remove(JsonNode root, string path)
    {
        var parts = Parts(path);
        switch (Require(root, Above(parts)))
        {
            case JsonObject map:
                map.Remove(parts[^1]);
                break;
            case JsonArray list when Index(parts[^1], list.Count - 1) is { } index:
                list.RemoveAt(index);
                break;
            default:
                throw Refusals.PatchRefused();
        }
    }

    private static string Above(string[] parts) =>
        parts.Length == 0 ? throw Refusals.PatchRefused()
        : string.Concat(parts[..^1].Select(part => "/" + part.Replace("~", "~0", StringComparison.Ordinal)
            .Replace("/", "~1", StringComparison.Ordinal)));

    private static int? Index(string part, int most) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= most ? index : null;
}
