using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Serving;

/// <summary>What an API server answered.</summary>
internal sealed record Served(int Status, JsonNode? Body, string Warnings);
