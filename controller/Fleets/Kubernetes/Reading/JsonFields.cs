using System.Globalization;
using System.Text.Json;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Fields of objects as they come. What is absent, null or of another type is absent.</summary>
internal static class JsonFields
{
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static long? Whole(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : null;

    public static int Count(this JsonElement element, params ReadOnlySpan<string> path) =>
        (int)Math.Clamp(element.Whole(path) ?? 0, int.MinValue, int.MaxValue);

    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(element.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The condition of a type, in a status.</summary>
    public static JsonElement? Condition(this JsonElement element, string type)
    {
        foreach (var condition in element.Items("status", "conditions"))
        {
            if (condition.Text("type") == type)
            {
                return condition;
            }
        }

        return null;
    }
}
