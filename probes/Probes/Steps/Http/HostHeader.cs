using System.Globalization;
using System.Net;

namespace Rollout.Probes.Steps.Http;

/// <summary>
/// The site that a request asks for, where that is not the target's own name (RFC 9110 section 7.2): what may stand there, and what follows
/// from it. It never says whom to connect to. Pure.
/// </summary>
public static class HostHeader
{
    public const string Name = "Host";

    /// <summary>How to write one.</summary>
    public const string Mend = "write the name alone, or with its port: shop.example, shop.example:8443";

    private const int Longest = 253;

    /// <summary>Why a text is no Host; null where it is one.</summary>
    public static string? Fault(string text) => Parts(text) is not { } parts || !IsPort(parts.Port) || !(IsName(parts.Host) || IsAddress(parts.Host))
        || !Uri.TryCreate($"http://{text}/", UriKind.Absolute, out _)
        ? $"\"{Redaction.Shown(text, 100)}\" is no host: neither a name in ASCII nor an address, with or without a port"
        : null;

    /// <summary>The name to ask for in TLS and to find in the certificate: without the port, the brackets and the root's dot.</summary>
    public static string ServerName(string host) => (Parts(host)?.Host ?? host).Trim('[', ']').TrimEnd('.');

    /// <summary>Of a step; null where it names none.</summary>
    public static string? Of(IReadOnlyDictionary<string, string> headers) =>
        headers.FirstOrDefault(h => h.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The request's address as the site sees it: under its Host, if it bears one. Cookies and relative references belong to that.</summary>
    internal static Uri Seen(HttpRequestMessage request) => request.Headers.Host is { } host
        ? new Uri(string.Concat(request.RequestUri!.Scheme, "://", host, request.RequestUri.PathAndQuery))
        : request.RequestUri!;

    private static (string Host, string? Port)? Parts(string text)
    {
        var from = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        if (from < 0)
        {
            return null;
        }

        var colon = text.IndexOf(':', from);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static bool IsPort(string? port) => port is null
        || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535);

    private static bool IsName(string host) => host.Length is > 0 and <= Longest
        && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && host[0] != '.' && !host.Contains("..", StringComparison.Ordinal);

    private static bool IsAddress(string host) => host.StartsWith('[') && host.EndsWith(']') && !host.Contains('%', StringComparison.Ordinal)
        && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out _);
}
