using System.Security.Cryptography;

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
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        var token = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        return token.Length >= 16
            ? token
            : throw new InvalidDataException($"{path}: the token must have at least 16 characters on the first line; remove the file to have one made");
    }
}
