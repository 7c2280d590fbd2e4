using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollout.FakeKubernetes.Json;

/// <summary>The JSONPath of printer columns: names, indexes and <c>[?(@.type=="Ready")]</c>; the first match counts.</summary>
internal static partial class SimpleJsonPath
{
    public static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            if (step.Groups["name"] is { Success: true } name)
            {
                node = node.At(name.Value.Replace("\\.", ".", StringComparison.Ordinal));
            }
            else if (step.Groups["index"] is { Success: true } index)
            {
                node = node is JsonArray list && int.Parse(index.Value, CultureInfo.InvariantCulture) is var at
                    && at < list.Count ? list[at] : null;
            }
            else
            {
                node = (node as JsonArray)?.FirstOrDefault(item =>
                    item.At(step.Groups["key"].Value)?.ToString() == step.Groups["value"].Value);
            }
        }

        return node;
    }

    [GeneratedRegex("""\.(?<name>(?:\\\.|[^.\[\]])+)|\[(?<index>[0-9]+)\]|\[\?\(@\.(?<key>[^=]+)==["'](?<value>[^"']*)["']\)\]""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
