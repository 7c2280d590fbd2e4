using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>What happened between two recorded exchanges without being recorded itself: found from what the next ones show.</summary>
/// <param name="At">The exchange it belongs to.</param>
/// <param name="During">It happens while that exchange's watch is open, not before it.</param>
/// <param name="Requests">Requests in the form of the recording; <c>as</c> says whose.</param>
/// <param name="Wait">`settled` (the default for reads), `nothing`, `syncs:N` (so many passes of controllers), `seconds:N`, or pointers that must equal values (`/status/replicas=3;…`).</param>
/// <param name="Bearer">Sent instead of the recorded identity: `anonymous`, or a token.</param>
internal sealed record Interlude(string At, bool During, IReadOnlyList<JsonNode> Requests, string? Wait, string? Bearer, string Why)
{
    public static IReadOnlyList<Interlude> ReadAll() =>
        [.. ReplayData.Read("interludes.json").AsArray().Select(node => new Interlude(
            (string)node!["at"]!, (bool?)node["during"] ?? false, [.. (node["requests"]?.AsArray() ?? []).Select(r => r!)],
            (string?)node["wait"], (string?)node["bearer"], (string)node["why"]!))];
}
