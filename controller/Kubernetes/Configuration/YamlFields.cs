using YamlDotNet.RepresentationModel;

namespace Rollout.Kubernetes.Configuration;

/// <summary>The fields of one mapping, read with their places; what does not fit is noted and read as absent.</summary>
internal sealed class YamlFields(
    YamlMappingNode node, string file, string path, List<ConfigurationProblem> problems, YamlNode? anchor = null)
{
    public string Place => $"{file}:{(anchor ?? node).Start.Line}{(path.Length == 0 ? "" : " " + path)}";

    /// <summary>File, line and path of a field; the line of the mapping where the field is absent.</summary>
    public string PlaceOf(string key) => $"{file}:{(Find(key) ?? anchor ?? node).Start.Line} {PathOf(key)}";

    public void Wrong(string key, string what, string mend) => problems.Add(new ConfigurationProblem(PlaceOf(key), what, mend));

    public bool Has(string key) => Find(key) is not (null or YamlScalarNode { Value: null or "" });

    /// <summary>A text that is not empty; null where there is none.</summary>
    public string? Text(string key)
    {
        switch (Find(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
            case YamlScalarNode { Value: "null" or "~", Style: YamlDotNet.Core.ScalarStyle.Plain }:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Wrong(key, "it is not a text", "write one value");
                return null;
        }
    }

    public bool Flag(string key)
    {
        switch (Text(key))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                Wrong(key, "it is neither true nor false", "write true or false");
                return false;
        }
    }

    public IReadOnlyList<string> Texts(string key)
    {
        switch (Find(key))
        {
            case null or YamlScalarNode { Value: null or "" or "null" or "~" }:
                return [];
            case YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode):
                return [.. list.Children.Select(item => ((YamlScalarNode)item).Value ?? "")];
            default:
                Wrong(key, "it is not a list of texts", "write a list");
                return [];
        }
    }

    public YamlFields? Mapping(string key)
    {
        switch (Find(key))
        {
            case null or YamlScalarNode { Value: null or "" or "null" or "~" }:
                return null;
            case YamlMappingNode mapping:
                return new YamlFields(mapping, file, PathOf(key), problems);
            default:
                Wrong(key, "it is not a mapping", "write fields below it");
                return null;
        }
    }

    /// <summary>A mapping without fields where this one says nothing below <paramref name="key"/>.</summary>
    public YamlFields EmptyBelow(string key) => new(new YamlMappingNode(), file, PathOf(key), problems, node);

    public IReadOnlyList<YamlFields> Mappings(string key)
    {
        switch (Find(key))
        {
            case null or YamlScalarNode { Value: null or "" or "null" or "~" }:
                return [];
            case YamlSequenceNode list when list.Children.All(item => item is YamlMappingNode):
                return [.. list.Children.Select((item, i) => new YamlFields((YamlMappingNode)item, file, $"{PathOf(key)}[{i}]", problems))];
            default:
                Wrong(key, "it is not a list of mappings", "write a list");
                return [];
        }
    }

    public IEnumerable<string> Keys() => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    private YamlNode? Find(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private string PathOf(string key) => path.Length == 0 ? key : key.Length == 0 ? path : $"{path}.{key}";
}
