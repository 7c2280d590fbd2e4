using System.Globalization;

namespace Rollout.Demo.Processes;

/// <summary>
/// A file that says "I serve now": <c>PID WORD</c> on one line, the word being the version of a shop. It appears whole (written beside and
/// renamed), because a shell script reads it without a lock.
/// </summary>
internal static class ReadyFile
{
    public static async Task WriteAsync(string? path, string word, CancellationToken cancellation)
    {
        if (path is null)
        {
            return;
        }

        var beside = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}");
        await File.WriteAllTextAsync(beside, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {word}\n"), cancellation);
        File.Move(beside, path, overwrite: true);
    }
}
