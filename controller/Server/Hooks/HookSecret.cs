using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rollout.Server.Access;

namespace Rollout.Server.Hooks;

/// <summary>
/// What an alerting system shows to be heard: a bearer token, or a signature of the body made with it (HMAC-SHA256, RFC 2104), as Grafana
/// sends it. It opens the hooks and nothing else.
/// </summary>
public sealed class HookSecret
{
    /// <summary>Grafana's default; hexadecimal, of the body, or of time + ":" + body where a time is sent.</summary>
    public const string SignatureHeader = "X-Grafana-Alerting-Signature";

    /// <summary>Grafana has no name of its own for it: either is taken. Seconds since 1970.</summary>
    public static readonly string[] TimeHeaders = ["X-Grafana-Alerting-Timestamp", "X-Grafana-Alerting-Signature-Timestamp"];

    /// <summary>A signed body that is older is somebody's copy.</summary>
    public static readonly TimeSpan Freshest = TimeSpan.FromMinutes(5);

    private readonly byte[] key;

    public HookSecret(string secret) => key = Encoding.UTF8.GetBytes(secret);

    /// <summary>Reads or makes the file, as <see cref="Http.AccessToken"/> does.</summary>
    /// <exception cref="IOException">The file can neither be read nor created.</exception>
    /// <exception cref="InvalidDataException">The file holds no secret of at least 16 characters.</exception>
    public static HookSecret FromFile(string path) => new(TokenFile.ReadOrMake(path));

    /// <summary>Compares in constant time, over digests.</summary>
    public bool IsBearer(string? authorization) =>
        BearerToken.Of(authorization) is { } token && CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <param name="signature">As it was sent.</param>
    /// <param name="sentAt">The header with the time; null: none was sent, and the body alone is signed.</param>
    /// <param name="body">As it came, to the byte.</param>
    /// <param name="now">By our clock.</param>
    public bool IsSigned(string? signature, string? sentAt, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var shown = signature?.Trim() ?? "";
        shown = shown.StartsWith("sha256=", StringComparison.Ordinal) ? shown[7..] : shown;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (shown.Length != given.Length * 2 || Convert.FromHexString(shown, given, out _, out _) != System.Buffers.OperationStatus.Done
            || (sentAt is not null && !IsFresh(sentAt, now)))
        {
            return false;
        }

        using var made = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        if (sentAt is not null)
        {
            made.AppendData(Encoding.UTF8.GetBytes(sentAt + ":"));
        }

        made.AppendData(body);
        return CryptographicOperations.FixedTimeEquals(given, made.GetHashAndReset());
    }

    private static bool IsFresh(string sentAt, DateTimeOffset now) =>
        long.TryParse(sentAt, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800
        && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Freshest;
}
