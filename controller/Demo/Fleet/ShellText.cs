namespace Rollout.Demo.Fleet;

/// <summary>Words for a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>One word, whatever it holds (POSIX.1-2017, Shell Command Language 2.2.2).</summary>
    public static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
