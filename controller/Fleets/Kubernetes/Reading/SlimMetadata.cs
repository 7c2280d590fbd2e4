using System.Text.Json;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Metadata without what is large and not needed.</summary>
internal static class SlimMetadata
{
    private static readonly string[] HashLabels = ["controller-revision-hash"];

    /// <param name="element">The object.</param>
    /// <param name="allLabels">Else only ours and those that name a revision.</param>
    public static ObjectMeta Of(JsonElement element, bool allLabels = false) => new()
    {
        Name = element.Text("metadata", "name"),
        Namespace = Shared(element.Text("metadata", "namespace")),
        Uid = element.Text("metadata", "uid"),
        ResourceVersion = element.Text("metadata", "resourceVersion"),
        Generation = element.Whole("metadata", "generation"),
        CreationTimestamp = element.Time("metadata", "creationTimestamp"),
        DeletionTimestamp = element.Time("metadata", "deletionTimestamp"),
        Labels = Map(element, "labels", allLabels),
        Annotations = Map(element, "annotations", false),
        OwnerReferences = Controller(element) is { } owner ? [owner] : null,
    };

    /// <summary>The owner that controls it; the others do not matter here.</summary>
    private static OwnerReference? Controller(JsonElement element)
    {
        foreach (var owner in element.Items("metadata", "ownerReferences"))
        {
            if (owner.Flag("controller"))
            {
                return new OwnerReference
                {
                    ApiVersion = Shared(owner.Text("apiVersion")) ?? "",
                    Kind = Shared(owner.Text("kind")) ?? "",
                    Name = owner.Text("name") ?? "",
                    Uid = owner.Text("uid") ?? "",
                    Controller = true,
                };
            }
        }

        return null;
    }

    /// <summary>One text for all objects that say the same: of what there is little of.</summary>
    internal static string? Shared(string? text) => text is null ? null : string.Intern(text);

    private static Dictionary<string, string>? Map(JsonElement element, string name, bool all)
    {
        Dictionary<string, string>? map = null;
        foreach (var pair in element.Members("metadata", name))
        {
            if ((all || pair.Name.StartsWith(Marks.Prefix, StringComparison.Ordinal) || HashLabels.Contains(pair.Name, StringComparer.Ordinal))
                && pair.Value.ValueKind == JsonValueKind.String)
            {
                (map ??= new(StringComparer.Ordinal))[string.Intern(pair.Name)] = pair.Value.GetString()!;
            }
        }

        return map;
    }
}
