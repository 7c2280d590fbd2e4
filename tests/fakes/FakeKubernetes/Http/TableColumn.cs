using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Http;

/// <summary>One column of a table: how it is called, and what stands in it.</summary>
internal sealed record TableColumn(string Name, string Type, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell,
    string Description = "");
