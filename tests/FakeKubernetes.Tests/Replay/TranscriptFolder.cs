namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>The recordings lie beside the repository (`../shared/kubernetes-transcripts`) and are not part of it.</summary>
internal static class TranscriptFolder
{
    /// <exception cref="DirectoryNotFoundException">They are not there: the replay fails and says so.</exception>
    public static IReadOnlyList<Transcript> ReadAll()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "kubernetes-transcripts");
            if (Directory.Exists(path))
            {
                return [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(Transcript.Read)];
            }
        }

        throw new DirectoryNotFoundException(
            "no folder 'shared/kubernetes-transcripts' beside this repository or above it: put the recordings there to replay them.");
    }
}
