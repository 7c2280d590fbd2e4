using YamlDotNet.RepresentationModel;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>A kubeconfig as it is, but for the namespace of its current context: where a controller keeps its lease.</summary>
internal static class LocalKubeconfig
{
    private static readonly string[] Files = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

    /// <summary>It says who one is: nobody else may read it.</summary>
    public static async Task WriteAsync(string path, string text)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <param name="text">As it was read.</param>
    /// <param name="folder">Where it was read: files that it names are found from there.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="context">Which of its contexts; null: its current one.</param>
    public static string In(string text, string folder, string space, string? context = null)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        if (context is not null)
        {
            root.Children["current-context"] = context;
        }

        var current = root.Children.TryGetValue("current-context", out var name) ? ((YamlScalarNode)name).Value : null;
        foreach (var entry in Items(root, "contexts").Where(e => ((YamlScalarNode)e["name"]).Value == current))
        {
            ((YamlMappingNode)entry["context"]).Children["namespace"] = space;
        }

        foreach (var given in Bodies(root, "clusters", "cluster").Concat(Bodies(root, "users", "user")))
        {
            foreach (var file in Files)
            {
                Root(given, file, folder, _ => true);
            }

            // As kubectl has it: a plugin's command with a slash in it is found from the file, any other by the PATH.
            if (Child(given, "exec") is YamlMappingNode plugin)
            {
                Root(plugin, "command", folder, path => path.Contains('/', StringComparison.Ordinal));
            }
        }

        using var written = new StringWriter();
        stream.Save(written, assignAnchors: false);
        return written.ToString();
    }

    private static void Root(YamlMappingNode given, string field, string folder, Func<string, bool> isFile)
    {
        if (Child(given, field) is YamlScalarNode { Value: { Length: > 0 } path } && isFile(path))
        {
            given.Children[field] = Path.GetFullPath(path, folder);
        }
    }

    private static IEnumerable<YamlMappingNode> Bodies(YamlMappingNode root, string list, string field) =>
        Items(root, list).Select(item => Child(item, field)).OfType<YamlMappingNode>();

    private static YamlNode? Child(YamlMappingNode node, string field) => node.Children.TryGetValue(field, out var child) ? child : null;

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode root, string name) =>
        root.Children.TryGetValue(name, out var list) && list is YamlSequenceNode items ? items.Children.Cast<YamlMappingNode>() : [];
}
