namespace Rollout.Fleets.Hosts;

/// <summary>Finds the program of a command, so that "not there" and "not executable" are told apart before anything is started.</summary>
public static class Executables
{
    private const UnixFileMode Runs = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Absolute path of the program, or what is wrong (a sentence without the place).</summary>
    public static (string? Path, string? Wrong) Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return Directory.Exists(program) ? (null, $"'{program}' is a directory")
                : !File.Exists(program) ? (null, $"'{program}' does not exist")
                : IsExecutable(program) ? (program, null)
                : (null, $"'{program}' is not executable");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = folders.Select(f => Path.Combine(f, program)).FirstOrDefault(p => File.Exists(p) && IsExecutable(p));
        return found is null ? (null, $"'{program}' is not on the PATH") : (Path.GetFullPath(found), null);
    }

    private static bool IsExecutable(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Runs) != 0;
}
