using System.Text.Json.Nodes;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>What the stub controller answers: one rollout and its evidence, in the shapes of the HTTP API.</summary>
internal sealed record Scenario(string Name, JsonObject Rollout, JsonObject? Evidence);
