using System.Text.Json.Nodes;
using Rollout.Support;
using YamlDotNet.RepresentationModel;

namespace Rollout.Cli.Tests.Crds;

public class CrdsVerbTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public async Task The_charts_definitions_are_those_of_the_types()
    {
        using var folder = new TemporaryFolder();
        var answer = await RolloutProcess.RunAsync("crds", "--write", folder.Path);
        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Empty(answer.Out);

        var committed = Path.Combine(Root, "charts", "rollout", "crds");
        var fresh = Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(fresh, Directory.GetFiles(committed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.NotEmpty(fresh);
        Assert.All(fresh, file => Assert.True(
            File.ReadAllBytes(Path.Combine(folder.Path, file!)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(committed, file!))),
            $"charts/rollout/crds/{file} is not what the types in controller/Api say: run `make crds` and commit it"));
    }

    [Fact]
    public async Task Yaml_and_json_say_the_same()
    {
        var json = await RolloutProcess.RunAsync("crds", "-o", "json");
        var yaml = await RolloutProcess.RunAsync("crds");
        Assert.Equal((0, 0, "", ""), (json.ExitCode, yaml.ExitCode, json.Error, yaml.Error));
        var items = (JsonArray)JsonNode.Parse(json.Out)!["items"]!;
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml.Out));
        Assert.Equal(items.Count, stream.Documents.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var read = Read(stream.Documents[i].RootNode);
            Assert.True(JsonNode.DeepEquals(items[i], read), $"{items[i]!.ToJsonString()}\n{read!.ToJsonString()}");
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        var answer = await RolloutProcess.RunAsync("crds", "--write", "no/such/folder");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--write: there is no folder 'no/such/folder'", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>As a YAML 1.1 parser resolves plain words; everything quoted or folded is text.</summary>
    private static JsonNode? Read(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Read(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Read)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain => plain.Value switch
        {
            "true" or "True" or "yes" or "on" or "y" => true,
            "false" or "False" or "no" or "off" or "n" => false,
            "null" or "~" or "" => null,
            var word when int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
            var word when double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var real) => real,
            var word => word,
        },
        YamlScalarNode text => text.Value,
        _ => throw new InvalidOperationException(node.ToString()),
    };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Rollout.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the repository is not above the tests");
        }

        return folder.FullName;
    }
}
