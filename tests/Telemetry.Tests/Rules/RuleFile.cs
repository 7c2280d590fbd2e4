using Rollout.Support;
using YamlDotNet.RepresentationModel;

namespace Rollout.Telemetry.Tests.Rules;

/// <summary>A rule file of the chart, or the unit tests of one.</summary>
internal sealed class RuleFile
{
    private readonly YamlMappingNode root;

    private RuleFile(string path, YamlMappingNode root) => (Path, this.root) = (path, root);

    public string Path { get; }

    public static RuleFile Alerts { get; } = Read("charts", "rollout", "files", "alerts.yaml");

    public static RuleFile Recording { get; } = Read("charts", "rollout", "files", "recording.yaml");

    public static RuleFile AlertTests { get; } = Read("tests", "Telemetry.Tests", "Rules", "alerts.test.yaml");

    public static RuleFile RecordingTests { get; } = Read("tests", "Telemetry.Tests", "Rules", "recording.test.yaml");

    /// <summary>Every rule of every group.</summary>
    public IReadOnlyList<YamlMappingNode> Rules => [.. Maps(root, "groups").SelectMany(g => Maps(g, "rules"))];

    /// <summary>Every alert that a unit test looks at: its name, and whether it is to fire.</summary>
    public IReadOnlyList<(string Alert, bool Fires)> Expected =>
    [
        .. Maps(root, "tests").SelectMany(t => Maps(t, "alert_rule_test")).Select(t => (Text(t, "alertname"), Maps(t, "exp_alerts").Any())),
    ];

    public IReadOnlyList<string> Expressions => [.. Maps(root, "tests").SelectMany(t => Maps(t, "promql_expr_test")).Select(t => Text(t, "expr"))];

    public static string Text(YamlMappingNode map, string key) => ((YamlScalarNode)map[key]).Value!;

    public static YamlMappingNode Map(YamlMappingNode map, string key) => (YamlMappingNode)map[key];

    private static IEnumerable<YamlMappingNode> Maps(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Cast<YamlMappingNode>() : [];

    private static RuleFile Read(params IReadOnlyList<string> parts)
    {
        var path = Checkout.At(parts);
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        yaml.Load(reader);
        return new RuleFile(path, (YamlMappingNode)yaml.Documents.Single().RootNode);
    }
}
