namespace Rollout.Demo.Tests.Processes;

/// <summary>Which processes still bear a demo's folder in their command line.</summary>
internal static class LeftBehind
{
    public static IReadOnlyList<string> With(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(d => Path.GetFileName(d).All(char.IsAsciiDigit)).Select(CommandLine).Where(c => c.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
