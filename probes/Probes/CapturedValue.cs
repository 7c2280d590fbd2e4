using System.Text.Json;

namespace Rollout.Probes;

/// <summary>A value taken from an earlier answer.</summary>
/// <param name="Text">As it goes into a path, a header or a JSON string.</param>
/// <param name="Json">As it goes into JSON outside of a string: a number stays a number.</param>
public sealed record CapturedValue(string Text, string Json)
{
    public static CapturedValue Of(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? Of(element.GetString()!)
        : new CapturedValue(element.GetRawText(), element.GetRawText());

    public static CapturedValue Of(string text) => new(text, JsonSerializer.Serialize(text));
}
