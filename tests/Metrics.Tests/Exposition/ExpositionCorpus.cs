namespace Rollout.Metrics.Tests.Exposition;

/// <summary>The files under corpus/: drop one in and it is a test. Beside each NAME.txt lies NAME.golden with what is to be read from it.</summary>
internal static class ExpositionCorpus
{
    public static string Root => Path.Combine(AppContext.BaseDirectory, "Exposition", "corpus");

    public static IReadOnlyList<string> Names(params string[] folders) =>
    [
        .. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.txt")
            .Order(StringComparer.Ordinal)
            .Select(file => $"{folder}/{Path.GetFileNameWithoutExtension(file)}")),
    ];

    public static byte[] Text(string name) => File.ReadAllBytes(Path.Combine(Root, name + ".txt"));

    public static string GoldenPath(string name) => Path.Combine(Root, name + ".golden");
}
