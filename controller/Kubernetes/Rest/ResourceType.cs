using System.Text;

namespace Rollout.Kubernetes.Rest;

/// <summary>A kind as the API serves it: <c>apps, v1, deployments, Deployment</c>. The core group is the empty text.</summary>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, of all namespaces where <paramref name="space"/> is null.</summary>
    public string CollectionPath(string? space)
    {
        if (space is not null && !Namespaced)
        {
            throw new ArgumentException($"{Plural} have no namespace", nameof(space));
        }

        var path = new StringBuilder(Group.Length == 0 ? "/api/" : "/apis/");
        if (Group.Length > 0)
        {
            path.Append(Uri.EscapeDataString(Group)).Append('/');
        }

        path.Append(Uri.EscapeDataString(Version)).Append('/');
        if (space is not null)
        {
            path.Append("namespaces/").Append(Segment(space)).Append('/');
        }

        return path.Append(Uri.EscapeDataString(Plural)).ToString();
    }

    /// <summary>The path of one object, or of a subresource of it (<c>status</c>, <c>scale</c>).</summary>
    public string ObjectPath(ObjectKey key, string? subresource = null)
    {
        if (Namespaced && key.Namespace is null)
        {
            throw new ArgumentException($"{Plural} have a namespace; '{key.Name}' names none", nameof(key));
        }

        var path = $"{CollectionPath(key.Namespace)}/{Segment(key.Name)}";
        return subresource is null ? path : $"{path}/{Uri.EscapeDataString(subresource)}";
    }

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>No name may climb out of its place in the path: dots alone would be taken away by every proxy on the way.</summary>
    private static string Segment(string name) => name is "" or "." or ".."
        ? throw new ArgumentException($"'{name}' is no name of an object", nameof(name))
        : Uri.EscapeDataString(name);
}
