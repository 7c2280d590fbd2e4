using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Cel;

/// <summary>Values of expressions: null, bool, long, double, string, lists, and JSON objects for maps.</summary>
internal static class CelValues
{
    public static object? From(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map,
        JsonArray list => list.Select(From).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.Text(),
            JsonValueKind.Number => node.Whole() is { } whole ? (object)whole : node.GetValue<double>(),
            _ => node.Flag(),
        },
    };

    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        bool flag => flag,
        long whole => whole,
        double real => real,
        string text => text,
        List<object?> list => list.Select(ToJson).ToJsonArray(),
        _ => throw new CelFault("a value that JSON does not know"),
    };

    public static JsonObject ToMap(IEnumerable<(string Name, object? Value)> entries)
    {
        var map = new JsonObject();
        foreach (var (name, value) in entries)
        {
            map[name] = ToJson(value);
        }

        return map;
    }

    public static object? Field(object? target, string field) =>
        target is JsonObject map && map.TryGetPropertyValue(field, out var value) ? From(value)
            : throw new CelFault($"no such key: {field}");

    public static bool Has(object? target, string field) =>
        target is JsonObject map ? map.ContainsKey(field) : throw new CelFault($"has() on a value that has no fields: {field}");

    public static object? Index(object? target, object? at) => (target, at) switch
    {
        (List<object?> list, long index) when index >= 0 && index < list.Count => list[(int)index],
        (List<object?>, _) => throw new CelFault($"index out of bounds: {at}"),
        (JsonObject, string key) => Field(target, key),
        _ => throw new CelFault("no such overload"),
    };

    public static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        JsonObject map => [.. map.Select(pair => (object?)pair.Key)],
        _ => throw new CelFault("no such overload: expected a list or a map"),
    };

    public static bool Contains(object? holder, object? item) => holder switch
    {
        JsonObject map => item is string key && map.ContainsKey(key),
        List<object?> list => list.Exists(one => Same(one, item)),
        _ => throw new CelFault("no such overload: in"),
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonNode a, JsonNode b) => JsonNode.DeepEquals(a, b),
        _ => Equals(left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        (long or double, long or double) => Real(left).CompareTo(Real(right)),
        _ => throw new CelFault("no such overload: comparison"),
    };

    public static object? Calculate(string sign, object? left, object? right) => (sign, left, right) switch
    {
        ("+", string a, string b) => a + b,
        ("+", List<object?> a, List<object?> b) => a.Concat(b).ToList(),
        ("+", long a, long b) => a + b,
        ("-", long a, long b) => a - b,
        ("*", long a, long b) => a * b,
        ("/", long, 0L) or ("%", long, 0L) => throw new CelFault("division by zero"),
        ("/", long a, long b) => a / b,
        ("%", long a, long b) => a % b,
        ("+", double a, double b) => a + b,
        ("-", double a, double b) => a - b,
        ("*", double a, double b) => a * b,
        ("/", double a, double b) => a / b,
        _ => throw new CelFault($"no such overload: {sign}"),
    };

    public static double Real(object? value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => throw new CelFault("no such overload: expected a number"),
    };
}
