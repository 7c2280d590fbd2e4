using System.Security.Cryptography;
using System.Text;

namespace Rollout.Server.Http;

/// <summary>The configured token that every changing call must carry (contract section 6; RFC 6750 section 2.1).</summary>
public sealed class AccessToken
{
    private readonly byte[] digest;

    private AccessToken(string token) => digest = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Reads the first line of a file; creates it with a fresh token, readable by its owner only, when it is not there.</summary>
    /// <exception cref="IOException">The file can neither be read nor created.</exception>
    /// <exception cref="InvalidDataException">The file holds no token of at least 16 characters.</exception>
    public static AccessToken FromFile(string path)
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
            ? new AccessToken(token)
            : throw new InvalidDataException($"{path}: the token must have at least 16 characters on the first line; remove the file to have one made");
    }

    /// <summary>Compares in constant time: both sides are hashed first, so that not even the length shows.</summary>
    public bool Matches(string? authorization)
    {
        const string scheme = "Bearer ";
        return authorization is not null
            && authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(Encoding.UTF8.GetBytes(authorization[scheme.Length..].Trim())));
    }
}
