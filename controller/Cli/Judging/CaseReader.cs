using System.Text.Json;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>One line of a cases file as texts by flag.</summary>
internal static class CaseReader
{
    private static readonly Dictionary<string, JudgeSetting> Known =
        JudgeSetting.All.ToDictionary(s => s.CaseName, StringComparer.Ordinal);

    /// <summary>The case's id, or its line's number; what is wrong with the line goes to <paramref name="problems"/>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="file">Its file's name.</param>
    /// <param name="given">Takes the texts by flag.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static string Read(CaseLine line, string file, Dictionary<string, string> given, ProblemList problems)
    {
        var id = line.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var place = $"{file}:{line.Number}";
        if (line.Text is null)
        {
            problems.Add(place, "the line is longer than 64 KiB", "write one case a line");
            return id;
        }

        try
        {
            using var document = JsonDocument.Parse(line.Text, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add(place, "the line is not a JSON object", "write it like {\"events\":\"x.csv\",\"canary\":\"n0\",\"start\":\"2026-11-21T10:00:00Z\"}");
                return id;
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                Take(property, place, given, problems, ref id);
            }
        }
        catch (JsonException e)
        {
            problems.Add(place, $"the line is not JSON (at byte {e.BytePositionInLine + 1})", "write one JSON object a line");
        }

        return id;
    }

    private static void Take(JsonProperty property, string place, Dictionary<string, string> given, ProblemList problems, ref string id)
    {
        var name = property.Name;
        if (name == "id")
        {
            id = Text(property.Value) ?? id;
            return;
        }

        if (!Known.TryGetValue(name, out var setting))
        {
            var near = Nearest.To(name, Known.Keys);
            problems.Add($"{place} {name}", "unknown name",
                (near is null ? "" : $"did you mean {near}? ") + $"known are id, {string.Join(", ", Known.Keys)}");
        }
        else if (Text(property.Value) is not { } text)
        {
            problems.Add($"{place} {name}", $"a value of the kind {property.Value.ValueKind} cannot stand here", setting.IsSwitch ? "write true or false" : "write a string");
        }
        else if (!given.TryAdd(setting.Flag, text))
        {
            problems.Add($"{place} {name}", "the name stands there twice", "keep one of them");
        }
    }

    /// <summary>Null where the value is no text, number, switch or list of texts.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            => string.Join(',', value.EnumerateArray().Select(v => v.GetString())),
        JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined => null,
    };
}
