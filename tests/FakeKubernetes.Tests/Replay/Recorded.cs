using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>An answer: of the recording, or of the fake server now. A watch has events instead of a body.</summary>
internal sealed record Recorded(int Status, string? ContentType, string? RetryAfter, JsonNode? Body, JsonArray? Events);
