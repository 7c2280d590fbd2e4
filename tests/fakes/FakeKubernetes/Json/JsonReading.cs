using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Json;

/// <summary>Reading and writing places of a JSON tree that may not be there.</summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject map && map.TryGetPropertyValue(name, out var child) ? child : null;
        }

        return node;
    }

    public static JsonObject? Map(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static JsonArray List(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray ?? [];

    public static IEnumerable<JsonObject> Maps(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.List(path).OfType<JsonObject>();

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? Whole(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && IsWhole(value, out var number) ? number : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The map at a name, made when it is missing or not a map.</summary>
    public static JsonObject Child(this JsonObject map, string name)
    {
        if (map[name] is not JsonObject child)
        {
            child = [];
            map[name] = child;
        }

        return child;
    }

    public static JsonObject Copy(this JsonObject map) => (JsonObject)map.DeepClone();

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.List(path).Select(item => item.Text()).OfType<string>();

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray TextList(params IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);

    /// <summary>Sets a field, or takes it away when there is nothing to set.</summary>
    public static void Put(this JsonObject map, string name, JsonNode? value)
    {
        if (value is null)
        {
            map.Remove(name);
        }
        else
        {
            map[name] = value.Parent is null ? value : value.DeepClone();
        }
    }

    private static bool IsWhole(JsonValue value, out long number)
    {
        if (value.TryGetValue(out number))
        {
            return true;
        }

        if (value.TryGetValue<int>(out var small))
        {
            number = small;
            return true;
        }

        if (value.TryGetValue<double>(out var real) && Math.Floor(real) == real && Math.Abs(real) < 9e15)
        {
            number = (long)real;
            return true;
        }

        return false;
    }
}
