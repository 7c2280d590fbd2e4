using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>One recorded scenario: what was asked of a real API server, and what it answered, in order.</summary>
internal sealed record Transcript(string Number, string Scenario, string About, IReadOnlyList<Exchange> Exchanges)
{
    public static Transcript Read(string path)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(path))!;
        var scenario = (string)json["scenario"]!;
        var exchanges = json["exchanges"]!.AsArray().Select((node, index) => Exchange.From(scenario[..2], index, node!));
        return new Transcript(scenario[..2], scenario, (string)json["about"]!, [.. exchanges]);
    }
}
