using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Faults;

/// <summary>A request that changes something.</summary>
/// <param name="Verb">create, update, patch, delete.</param>
/// <param name="Path">Of its URL, without the query.</param>
/// <param name="Agent">The program that asks, as it names itself, with its version.</param>
/// <param name="Outcome">What came of it, which is nobody's but the reader's; null: it is still to be carried out.</param>
public sealed record SeenRequest(string Verb, string Path, string Agent, JsonObject? Outcome);
