using System.Text.Json.Nodes;

namespace Rollout.Api.Tests.Crds;

/// <summary>What the API server said to a resource.</summary>
internal sealed record ServerAnswer(int Status, JsonNode Body)
{
    public bool Accepted => Status == 201;

    public string Message => (string?)Body["message"] ?? "";

    /// <summary>The fields of its causes, without the note that some rules were not checked.</summary>
    public IReadOnlyList<string> Fields =>
        [.. (Body["details"]?["causes"] as JsonArray ?? []).Select(cause => (string)cause!["field"]!).Where(named => named != "<nil>")];
}
