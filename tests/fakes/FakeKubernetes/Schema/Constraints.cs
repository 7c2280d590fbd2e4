using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>The part of a CRD's OpenAPI v3 schema that validates: read as it was given.</summary>
internal sealed record Constraints(JsonObject Raw, IReadOnlyList<string> Required, bool Nullable, IReadOnlyList<JsonObject> Rules);
