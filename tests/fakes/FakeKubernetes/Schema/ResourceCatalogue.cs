using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>All kinds that are served now: the built-in ones and those of established CRDs.</summary>
internal sealed class ResourceCatalogue
{
    private readonly Lock gate = new();
    private readonly List<ResourceType> types = [.. BuiltinFile.Lines("resources.txt").Select(Parse)];

    public IReadOnlyList<ResourceType> All
    {
        get
        {
            lock (gate)
            {
                return [.. types];
            }
        }
    }

    public ResourceType? Find(string group, string version, string plural) =>
        All.FirstOrDefault(type => type.Group == group && type.Version == version && type.Plural == plural);

    public ResourceType? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    /// <summary>A built-in kind that must be there.</summary>
    public ResourceType Of(string kind) => All.First(type =>
        type.Kind == kind && type.Builtin && (kind != "Event" || type.Group.Length > 0));

    /// <summary>Serves what a CRD declares, in place of what it declared before.</summary>
    public void Serve(JsonObject crd)
    {
        var declared = Declared(crd);
        lock (gate)
        {
            types.RemoveAll(type => type.Crd.Text("metadata", "name") == crd.Text("metadata", "name") && !type.Builtin);
            types.AddRange(declared);
        }
    }

    public void Withdraw(string crdName)
    {
        lock (gate)
        {
            types.RemoveAll(type => !type.Builtin && type.Crd.Text("metadata", "name") == crdName);
        }
    }

    private static IEnumerable<ResourceType> Declared(JsonObject crd)
    {
        var names = crd.Map("spec", "names")!;
        foreach (var version in crd.Maps("spec", "versions").Where(version => version.Flag("served")))
        {
            var subresources = version.Map("subresources");
            yield return new ResourceType
            {
                Group = crd.Text("spec", "group")!,
                Version = version.Text("name")!,
                Plural = names.Text("plural")!,
                Singular = names.Text("singular") ?? names.Text("kind")!.ToLowerInvariant(),
                Kind = names.Text("kind")!,
                ListKind = names.Text("listKind") ?? names.Text("kind") + "List",
                Namespaced = crd.Text("spec", "scope") == "Namespaced",
                ShortNames = [.. names.Texts("shortNames")],
                Categories = [.. names.Texts("categories")],
                Subresources = [.. new[] { "scale", "status" }.Where(name => subresources?.ContainsKey(name) == true)],
                Hash = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(names.Text("kind")!.PadRight(8)[..8])),
                HasGeneration = true,
                Schema = CrdSchemas.Root(version.Map("schema", "openAPIV3Schema")),
                Crd = crd,
            };
        }
    }

    private static ResourceType Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var slash = words[0].LastIndexOf('/');
        var options = words.Skip(4).Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.Ordinal);
        string[] Named(string name) => options.TryGetValue(name, out var text) ? text.Split(',') : [];
        return new ResourceType
        {
            Group = slash < 0 ? "" : words[0][..slash],
            Version = words[0][(slash + 1)..],
            Plural = words[1],
            Kind = words[2],
            Singular = words[2].ToLowerInvariant(),
            ListKind = words[2] + "List",
            Namespaced = words[3] == "Namespaced",
            ShortNames = Named("short"),
            Categories = Named("cat"),
            Subresources = Named("sub"),
            Verbs = options.ContainsKey("verbs") ? Named("verbs") : ResourceType.AllVerbs,
            Hash = options.TryGetValue("hash", out var hash) ? hash : "",
            HasGeneration = options.ContainsKey("gen"),
            Schema = BuiltinSchemas.Knows(words[2]) ? BuiltinSchemas.Of(words[2])
                : new SchemaNode { Kind = SchemaKind.Struct, Open = true,
                    Fields = { ["metadata"] = BuiltinSchemas.Of("Meta").Fields["metadata"] } },
        };
    }
}
