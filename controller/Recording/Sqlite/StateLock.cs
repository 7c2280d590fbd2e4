namespace Rollout.Recording.Sqlite;

/// <summary>
/// Keeps a second controller off a state file: an advisory lock (flock) on a file beside it, which ends with the process however that
/// ends. The file itself stays: removing it would let two processes lock two files of one name.
/// </summary>
internal static class StateLock
{
    /// <summary>Null when another process has it; throws what opening a file throws when it cannot be made.</summary>
    public static FileStream? Take(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path + ".lock"))
        {
            return null;
        }
    }
}
