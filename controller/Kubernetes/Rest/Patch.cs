using System.Text;
using System.Text.Json.Nodes;

namespace Rollout.Kubernetes.Rest;

/// <summary>A change to an object, in one of the three forms that the API knows besides server-side apply.</summary>
public sealed class Patch
{
    private Patch(string contentType, JsonNode body)
    {
        ContentType = contentType;
        Body = Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    internal string ContentType { get; }

    internal ReadOnlyMemory<byte> Body { get; }

    /// <summary>RFC 7386: null removes, lists are replaced whole.</summary>
    public static Patch Merge(JsonObject change) => new("application/merge-patch+json", change);

    /// <summary>Lists are merged by their keys. Built-in kinds only: a custom resource answers 415.</summary>
    public static Patch Strategic(JsonObject change) => new("application/strategic-merge-patch+json", change);

    public static Patch Steps(JsonPatch steps) => new("application/json-patch+json", steps.ToJson());
}
