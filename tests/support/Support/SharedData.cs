namespace Rollout.Support;

/// <summary>Data that lies beside the repository (`../shared/data`) and is not part of it.</summary>
public static class SharedData
{
    /// <summary>Path of a file of it.</summary>
    /// <exception cref="FileNotFoundException">It is not there: whoever needs it fails and says so.</exception>
    public static string Find(string name) => Locate(name) ?? throw new FileNotFoundException(
        $"'{name}' is not in a folder 'shared/data' beside this repository or above it; put it there to run what needs it.", name);

    /// <summary>Null where it is absent; looked for upwards from the program.</summary>
    public static string? Locate(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
