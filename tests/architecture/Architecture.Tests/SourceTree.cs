namespace Rollout.Architecture.Tests;

/// <summary>The checkout that the tests run in: found by walking up from the test assembly to Rollout.sln.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>All C# sources below a folder of the checkout, without what the build generated.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsGenerated(file));

    public static bool IsGenerated(string file) =>
        file.Split('/', '\\').Any(part => part is "obj" or "bin");

    private static string FindRoot(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Rollout.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"no Rollout.sln above {from}: the architecture tests read the checkout");
    }
}
