using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>The lists that a replay needs beside the recordings; they lie beside this file.</summary>
internal static class ReplayData
{
    public static JsonNode Read(string name)
    {
        using var stream = typeof(ReplayData).Assembly.GetManifestResourceStream("Rollout.FakeKubernetes.Tests.Replay." + name)
            ?? throw new FileNotFoundException($"'{name}' is not embedded in the tests", name);
        return JsonNode.Parse(stream, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip,
            AllowTrailingCommas = true })!;
    }
}
