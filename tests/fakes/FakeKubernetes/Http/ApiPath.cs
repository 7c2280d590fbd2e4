using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Reads the path of a request for resources.</summary>
internal static class ApiPath
{
    /// <summary>The parts of the path, or null when it is none of a served kind.</summary>
    public static (ResourceType Type, string Namespace, string Name, string Subresource)? Read(string path, ResourceCatalogue catalogue)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var more] => ("", v, more),
            ["apis", var g, var v, .. var more] => (g, v, more),
            _ => (null, null, Array.Empty<string>()),
        };
        if (group is null || rest.Length == 0)
        {
            return null;
        }

        // namespaces/NAME/PLURAL… is inside a namespace; namespaces/NAME/status is the namespace's own.
        if (rest is ["namespaces", var space, var plural, .. var below]
            && catalogue.Find(group, version!, plural) is { Namespaced: true } inside)
        {
            return below.Length <= 2 ? (inside, space, At(below, 0), At(below, 1)) : null;
        }

        return catalogue.Find(group, version!, rest[0]) is { } type && rest.Length <= 3 ? (type, "", At(rest, 1), At(rest, 2)) : null;
    }

    /// <summary>The verb that authorization and faults know.</summary>
    public static string Verb(string method, string name, bool watch) => method switch
    {
        "GET" when watch => "watch",
        "GET" => name.Length == 0 ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length == 0 ? "deletecollection" : "delete",
        _ => method.ToLowerInvariant(),
    };

    private static string At(string[] parts, int index) => index < parts.Length ? parts[index] : "";
}
