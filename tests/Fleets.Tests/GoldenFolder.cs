namespace Rollout.Fleets.Tests;

/// <summary>The folder of fleet files beside this project's sources: put a file there, get a test.</summary>
internal static class GoldenFolder
{
    public static string Path { get; } = Find();

    public static TheoryData<string> Files(string kind) =>
        [.. Directory.GetFiles(System.IO.Path.Combine(Path, kind), "*.yaml").Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var here = System.IO.Path.Combine(at.FullName, "tests", "Fleets.Tests", "golden");
            if (Directory.Exists(here))
            {
                return here;
            }
        }

        throw new DirectoryNotFoundException($"tests/Fleets.Tests/golden was not found above {AppContext.BaseDirectory}; run the tests from a checkout");
    }
}
