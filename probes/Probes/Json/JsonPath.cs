using System.Globalization;
using System.Text.Json;

namespace Rollout.Probes.Json;

/// <summary>A small part of JSONPath (RFC 9535): <c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[0]</c>. One path names one value.</summary>
public sealed class JsonPath
{
    private readonly IReadOnlyList<object> steps;

    private JsonPath(IReadOnlyList<object> steps) => this.steps = steps;

    /// <summary>Null with the reason for anything else.</summary>
    public static JsonPath? Parse(string text, out string? fault)
    {
        fault = null;
        var steps = new List<object>();
        if (!text.StartsWith('$'))
        {
            fault = "a JSON path begins with $";
            return null;
        }

        for (var at = 1; at < text.Length;)
        {
            var (step, next) = text[at] == '.' ? Name(text, at + 1) : text[at] == '[' ? Bracket(text, at + 1) : (null, at);
            if (step is null)
            {
                fault = FormattableString.Invariant($"column {at + 1} of the JSON path {text}: known are .name, ['name'] and [0]");
                return null;
            }

            steps.Add(step);
            at = next;
        }

        return new JsonPath(steps);
    }

    /// <summary>The value there; null where there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var here = root;
        foreach (var step in steps)
        {
            switch (step)
            {
                case string name when here.ValueKind == JsonValueKind.Object && here.TryGetProperty(name, out var member):
                    here = member;
                    break;
                case int index when here.ValueKind == JsonValueKind.Array && index < here.GetArrayLength():
                    here = here[index];
                    break;
                default:
                    return null;
            }
        }

        return here;
    }

    private static (object? Step, int Next) Name(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-'))
        {
            end++;
        }

        return end == at ? (null, at) : (text[at..end], end);
    }

    private static (object? Step, int Next) Bracket(string text, int at)
    {
        var close = text.IndexOf(']', at);
        if (close < 0)
        {
            return (null, at);
        }

        if (at < text.Length && text[at] is '\'' or '"')
        {
            var end = text.IndexOf(text[at], at + 1);
            return end > at && end + 1 < text.Length && text[end + 1] == ']' ? (text[(at + 1)..end], end + 2) : (null, at);
        }

        return int.TryParse(text.AsSpan(at, close - at), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (index, close + 1) : (null, at);
    }
}
