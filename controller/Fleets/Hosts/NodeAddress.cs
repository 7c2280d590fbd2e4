using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rollout.Api.Binding;

namespace Rollout.Fleets.Hosts;

/// <summary>Where a node is reached: <c>127.0.0.1:9001</c>, <c>[::1]:9001</c>, <c>web1.example.com</c>.</summary>
/// <param name="Host">An IP address without brackets, or a DNS name in lower case.</param>
/// <param name="Port">1 to 65535; null where only the host was given.</param>
public sealed record NodeAddress(string Host, int? Port)
{
    /// <summary>Reads an address; null, and why, for anything else.</summary>
    public static NodeAddress? Parse(string text, out string? wrong)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal))
        {
            wrong = "is a URL, not an address";
            return null;
        }

        var (host, port) = Split(text);
        int? number = null;
        if (port is not null)
        {
            if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed is < 1 or > 65535)
            {
                wrong = $"has the port '{port}', which is no number from 1 to 65535";
                return null;
            }

            number = parsed;
        }

        wrong = HostOf(host) is null ? "is neither an IP address nor a DNS name" : null;
        return HostOf(host) is { } known ? new NodeAddress(known, number) : null;
    }

    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : host;
    }

    private static (string Host, string? Port) Split(string text)
    {
        var bracket = text.LastIndexOf(']');
        var colon = text.LastIndexOf(':');
        if (colon > bracket && (bracket >= 0 || text.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            return (text[..colon], text[(colon + 1)..]);
        }

        return (text, null);
    }

    private static string? HostOf(string host)
    {
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        var bare = bracketed ? host[1..^1] : host;
        if (bracketed || bare.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(bare, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6.ToString() : null;
        }

        // Digits and dots alone are meant as IPv4: '127.1' and '10.0.0.256' are slips, not names.
        if (bare.All(c => char.IsAsciiDigit(c) || c == '.'))
        {
            return IPAddress.TryParse(bare, out var v4) && v4.ToString() == bare ? bare : null;
        }

        return Names.IsHost(bare) ? bare : null;
    }
}
