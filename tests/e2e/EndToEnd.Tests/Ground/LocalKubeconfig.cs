using YamlDotNet.RepresentationModel;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>A kubeconfig as it is, but for the namespace of its current context: where a controller keeps its lease.</summary>
internal static class LocalKubeconfig
{
    private static readonly string[] Files = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

    /// <param name="text">As it was read.</param>
    /// <param name="folder">Where it was read: files that it names are found from there.</param>
    /// <param name="space">The namespace.</param>
    public static string In(string text, string folder, string space)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var current = root.Children.TryGetValue("current-context", out var name) ? ((YamlScalarNode)name).Value : null;
        foreach (var entry in Items(root, "contexts").Where(e => ((YamlScalarNode)e["name"]).Value == current))
        {
            ((YamlMappingNode)entry["context"]).Children["namespace"] = space;
        }

        foreach (var given in Items(root, "clusters").Select(c => (YamlMappingNode)c["cluster"]).Concat(Items(root, "users").Select(u => (YamlMappingNode)u["user"])))
        {
            foreach (var file in Files.Where(f => given.Children.ContainsKey(f)))
            {
                given.Children[file] = Path.GetFullPath(((YamlScalarNode)given[file]).Value!, folder);
            }
        }

        using var written = new StringWriter();
        stream.Save(written, assignAnchors: false);
        return written.ToString();
    }

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode root, string name) =>
        root.Children.TryGetValue(name, out var list) && list is YamlSequenceNode items ? items.Children.Cast<YamlMappingNode>() : [];
}
