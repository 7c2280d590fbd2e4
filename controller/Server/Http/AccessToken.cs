using System.Security.Cryptography;
using System.Text;
using Rollout.Server.Access;

namespace Rollout.Server.Http;

/// <summary>The configured token that every changing call must carry (contract section 6; RFC 6750 section 2.1).</summary>
public sealed class AccessToken : ICallGuard
{
    private readonly byte[] digest;

    private AccessToken(string token) => digest = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Reads the first line of a file; creates it with a fresh token, readable by its owner only, when it is not there.</summary>
    /// <exception cref="IOException">The file can neither be read nor created.</exception>
    /// <exception cref="InvalidDataException">The file holds no token of at least 16 characters.</exception>
    public static AccessToken FromFile(string path) => new(TokenFile.ReadOrMake(path));

    /// <summary>Compares in constant time: both sides are hashed first, so that not even the length shows.</summary>
    public bool Matches(string? authorization) =>
        BearerToken.Of(authorization) is { } token && CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whoever has the token may all.</summary>
    public ValueTask<GuardAnswer> AskAsync(string? authorization, IReadOnlyList<AccessDemand> demands, CancellationToken cancellationToken) =>
        ValueTask.FromResult<GuardAnswer>(
            string.IsNullOrEmpty(authorization) ? new GuardAnswer.Unknown("A token is needed", "send the header Authorization: Bearer TOKEN")
            : Matches(authorization) ? new GuardAnswer.Allowed("token holder")
            : new GuardAnswer.Unknown("The token is not the configured one", "compare it with the controller's token file"));
}
