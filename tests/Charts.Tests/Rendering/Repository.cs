namespace Rollout.Charts.Tests.Rendering;

/// <summary>The checkout that this test was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Chart { get; } = Path.Combine(Root, "charts", "rollout");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Rollout.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("no folder above this test holds Rollout.sln: run it from a checkout");
    }
}
