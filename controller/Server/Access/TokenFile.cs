using System.Security.Cryptography;
using System.Text;

namespace Rollout.Server.Access;

/// <summary>A file with a secret on its first line.</summary>
internal static class TokenFile
{
    /// <summary>Reads it; creates it with a fresh secret, readable by its owner only, when it is not there.</summary>
    /// <exception cref="IOException">The file can neither be read nor created.</exception>
    /// <exception cref="InvalidDataException">The file holds no secret of at least 16 characters.</exception>
    public static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        var token = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        return token.Length >= 16
            ? token
            : throw new InvalidDataException($"{path}: the token must have at least 16 characters on the first line; remove the file to have one made");
    }

    /// <summary>Whole or not at all: a process killed in between must leave no empty file behind, which every later start would refuse.</summary>
    private static void Make(string path)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path);
    }
}
