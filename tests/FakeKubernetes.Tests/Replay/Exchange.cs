using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>One request with the recorded answer. <paramref name="Id"/> is <c>scenario/index</c>, as the lists of data name it.</summary>
internal sealed record Exchange(
    string Id, string Note, string Method, string Path, string? ContentType, JsonNode? Body, string? As, Recorded Response)
{
    public bool IsWatch => Path.Contains("watch=true", StringComparison.Ordinal);

    public static Exchange From(string scenario, int index, JsonNode node)
    {
        var request = node["request"]!;
        var response = node["response"]!;
        return new Exchange(
            $"{scenario}/{index}", (string)node["note"]!, (string)request["method"]!, (string)request["path"]!,
                (string?)request["contentType"],
            request["body"], (string?)request["as"],
            new Recorded((int)response["status"]!, (string?)response["contentType"], (string?)response["retryAfter"], response["body"],
                response["events"]?.AsArray()));
    }
}
