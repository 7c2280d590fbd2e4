namespace Rollout.Benchmarks.Worlds;

/// <summary>Where the full table is written: beside the benchmarks' sources.</summary>
internal static class ResultFile
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Rollout.sln")))
            {
                return System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(folder.FullName, "tests", "benchmarks", "results")).FullName, "judge.md");
            }
        }

        throw new InvalidOperationException($"no Rollout.sln above {AppContext.BaseDirectory}: the table is written into the checkout");
    }
}
