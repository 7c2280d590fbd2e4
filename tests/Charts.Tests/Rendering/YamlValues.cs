using System.Globalization;
using System.Text.RegularExpressions;
using Rollout.Charts.Tests.Templates;
using YamlDotNet.RepresentationModel;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>YAML as Helm and the API server read it. What they would read differently from one another is a fault.</summary>
internal static partial class YamlValues
{
    /// <summary>The documents of a text; empty ones are left out. Whole numbers are <see cref="long"/>.</summary>
    public static IReadOnlyList<object> Documents(string text) => Read(text, false);

    /// <summary>One document, with numbers as Helm has them in values: all <see cref="double"/>.</summary>
    public static Dictionary<string, object?> OfValues(string text) => (Dictionary<string, object?>?)Read(text, true).SingleOrDefault() ?? [];

    private static List<object> Read(string text, bool values)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Of(document.RootNode, values)).OfType<object>()];
    }

    private static object? Of(YamlNode node, bool values) => node switch
    {
        YamlMappingNode map => map.Children.ToDictionary(pair => Key(pair.Key), pair => Of(pair.Value, values), StringComparer.Ordinal),
        YamlSequenceNode list => list.Children.Select(item => Of(item, values)).ToList(),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar => Plain(scalar.Value ?? "", values),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new TemplateFault($"{node.NodeType} is not served here"),
    };

    private static string Key(YamlNode key) => key is YamlScalarNode scalar && (scalar.Style != YamlDotNet.Core.ScalarStyle.Plain || Plain(scalar.Value ?? "", false) is string)
        ? scalar.Value! : throw new TemplateFault($"the key {key} is no text");

    private static object? Plain(string text, bool values) => text switch
    {
        "" or "~" or "null" => null,
        "true" or "false" => text == "true",
        _ when Doubtful().IsMatch(text) => throw new TemplateFault($"{text} is a text to some and not to others: quote it"),
        _ when Whole().IsMatch(text) => values ? double.Parse(text, CultureInfo.InvariantCulture) : (object)long.Parse(text, CultureInfo.InvariantCulture),
        _ when Real().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    [GeneratedRegex(@"^(y|n|yes|no|on|off|True|False|TRUE|FALSE|Null|NULL|0[0-9]+|0[xob].*|[0-9]+(:[0-9]+)+|[0-9]{4}-[0-9]+-[0-9]+.*|[-+]?\.(inf|nan))\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Doubtful();

    [GeneratedRegex(@"^[-+]?[0-9]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Real();
}
