using System.Net;
using System.Net.Sockets;

namespace Rollout.Probes.Network;

/// <summary>
/// Which addresses a probe may connect to. Judged after the name was resolved, of the very address that is connected to: a name that
/// answers differently a moment later gains nothing. Pure.
/// </summary>
public sealed record AddressPolicy
{
    // Where clouds answer with credentials outside of the link-local range: AWS over IPv6, Alibaba, Oracle, Azure's wire server.
    private static readonly IPNetwork[] Metadata =
    [
        IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("fd20:ce::254/128"), IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("192.0.0.192/32"), IPNetwork.Parse("168.63.129.16/32"),
    ];

    private static readonly IPNetwork[] LinkLocal = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10")];
    private static readonly IPNetwork Unspecified4 = IPNetwork.Parse("0.0.0.0/8");
    private static readonly IPNetwork Multicast4 = IPNetwork.Parse("224.0.0.0/4");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");

    /// <summary>Link-local and metadata addresses refused, everything else allowed.</summary>
    public static AddressPolicy Default { get; } = new();

    /// <summary>Where not empty: these and no others, even those that are refused by default.</summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = [];

    /// <summary>Never these; wins over <see cref="Allow"/>.</summary>
    public IReadOnlyList<IPNetwork> Deny { get; init; } = [];

    /// <summary>Why the address is refused, as the end of a sentence; null where it is allowed.</summary>
    public string? Refusal(IPAddress address)
    {
        var plain = Plain(address);
        if (Deny.Any(n => Holds(n, plain) || Holds(n, address)))
        {
            return "it is on the deny list";
        }

        if (Allow.Count > 0)
        {
            return Allow.Any(n => Holds(n, plain) || Holds(n, address)) ? null : "it is not on the allow list";
        }

        return plain switch
        {
            _ when LinkLocal.Any(n => Holds(n, plain)) => "link-local addresses are refused (metadata services answer there)",
            _ when Metadata.Any(n => Holds(n, plain)) => "addresses of metadata services are refused",
            _ when Holds(Unspecified4, plain) || plain.Equals(IPAddress.IPv6Any) => "it names no machine",
            _ when Holds(Multicast4, plain) || plain.IsIPv6Multicast || plain.Equals(IPAddress.Broadcast) => "it is no single machine's",
            _ => null,
        };
    }

    /// <summary>Why a host that is given as an address is refused, as a sentence; null for one that is allowed, and for a name.</summary>
    public string? RefusalOf(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal) && Refusal(literal) is { } why ? $"the address {literal} is refused: {why}" : null;

    /// <summary>Reads a list of addresses and networks; null with the entry that is neither.</summary>
    public static IReadOnlyList<IPNetwork>? Parse(IEnumerable<string> texts, out string? wrong)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else
            {
                wrong = text;
                return null;
            }
        }

        wrong = null;
        return networks;
    }

    /// <summary>The IPv4 address within an IPv6 one, where a machine or a gateway would take it out.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var bytes = address.GetAddressBytes();
            return Nat64.Contains(address) || Translated.Contains(address) || IsCompatible(address) ? new IPAddress(bytes.AsSpan(12, 4))
                : LocalNat64.Contains(address) ? LocalNat64Of(bytes)
                : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
                : new IPAddress(bytes);
        }

        return address;
    }

    /// <summary>The old form <c>::a.b.c.d</c> (RFC 4291 section 2.5.5.1); "::" and "::1" are addresses of their own.</summary>
    private static bool IsCompatible(IPAddress address) => Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback);

    /// <summary>
    /// A network's own translator may have a prefix of 48 bits, with the IPv4 address around a byte of zeros, or a longer one within it with the
    /// address at the end (RFC 8215; RFC 6052 section 2.2). Where either is a refused one, it is that.
    /// </summary>
    private static IPAddress LocalNat64Of(byte[] bytes)
    {
        var early = new IPAddress([bytes[6], bytes[7], bytes[9], bytes[10]]);
        return LinkLocal.Concat(Metadata).Any(n => Holds(n, early)) ? early : new IPAddress(bytes.AsSpan(12, 4));
    }

    private static bool Holds(IPNetwork network, IPAddress address) => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);
}
