using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Rollout.FakeKubernetes.Json;

/// <summary>YAML as the JSON that it stands for (JSON itself is YAML too).</summary>
internal static class YamlTree
{
    private const int MostNodes = 200_000;

    /// <exception cref="YamlException">It is no YAML, or expands without measure.</exception>
    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        var left = MostNodes;
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, ref left);
    }

    private static JsonNode? Convert(YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            throw new YamlException("the document expands to too many nodes");
        }

        switch (node)
        {
            case YamlMappingNode map:
                var made = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    made[((YamlScalarNode)key).Value ?? ""] = Convert(value, ref left);
                }

                return made;
            case YamlSequenceNode list:
                var items = new JsonArray();
                foreach (var item in list.Children)
                {
                    items.Add(Convert(item, ref left));
                }

                return items;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonNode? Scalar(YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded)
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when IsNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
            _ => text,
        };
    }

    private static bool IsNumber(string text) => char.IsDigit(text[^1]) && (char.IsDigit(text[0]) || text[0] is '-' or '+' or '.')
        && !text.Contains(':', StringComparison.Ordinal);
}
