using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Argo;

/// <summary>JSON as a literal of Lua, as Argo CD hands an object to a script: null is nil.</summary>
internal static class LuaTable
{
    public static string Of(JsonNode? node) => node switch
    {
        null => "nil",
        JsonObject map => "{" + string.Join(", ", map.Where(pair => pair.Value is not null).Select(pair => $"[{Text(pair.Key)}] = {Of(pair.Value)}")) + "}",
        JsonArray list => "{" + string.Join(", ", list.Select(Of)) + "}",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Text(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
