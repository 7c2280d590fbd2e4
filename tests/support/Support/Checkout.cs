namespace Rollout.Support;

/// <summary>The checkout that the tests run in: found by walking up from the program to Rollout.sln.</summary>
public static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Path of a file or folder of it.</summary>
    public static string At(params IReadOnlyList<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Rollout.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"no Rollout.sln above {from}: these tests read files of the checkout");
    }
}
