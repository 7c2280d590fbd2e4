using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Rollout.Probes.Steps.Dns;

/// <summary>One record as zone files write it: name, seconds to live, class, type, data, parted by tabs.</summary>
internal static class DnsRecord
{
    /// <summary>Null where the message ends before the record does, or its data is malformed.</summary>
    public static string? Read(ReadOnlySpan<byte> message, ref int at)
    {
        if (DnsName.Read(message, ref at) is not { } name || at + 10 > message.Length)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var space = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        var data = at + 10;
        at = data + length;
        if (at > message.Length || Data((DnsType)type, message[..at], data) is not { } text)
        {
            return null;
        }

        var kind = Enum.IsDefined((DnsType)type) ? ((DnsType)type).ToString() : FormattableString.Invariant($"TYPE{type}");
        var family = space == 1 ? "IN" : FormattableString.Invariant($"CLASS{space}");
        return string.Create(CultureInfo.InvariantCulture, $"{name}\t{seconds}\t{family}\t{kind}\t{text}");
    }

    /// <param name="type">Of the record.</param>
    /// <param name="message">Up to the record's end: names may point back into it.</param>
    /// <param name="at">Where the data begins.</param>
    private static string? Data(DnsType type, ReadOnlySpan<byte> message, int at)
    {
        var data = message[at..];
        return type switch
        {
            DnsType.A => data.Length == 4 ? new IPAddress(data).ToString() : null,
            DnsType.AAAA => data.Length == 16 ? new IPAddress(data).ToString() : null,
            DnsType.CNAME or DnsType.NS or DnsType.PTR => DnsName.Read(message, ref at),
            DnsType.MX => Numbered(message, at, 1),
            DnsType.SRV => Numbered(message, at, 3),
            DnsType.TXT => Texts(data),
            DnsType.SOA => Authority(message, at),
            DnsType.CAA => Issuer(data),
            _ => FormattableString.Invariant($"\\# {data.Length} {Convert.ToHexStringLower(data)}"),
        };
    }

    /// <summary>So many numbers of 16 bits, then a name.</summary>
    private static string? Numbered(ReadOnlySpan<byte> message, int at, int numbers)
    {
        var text = new StringBuilder();
        for (var i = 0; i < numbers; i++, at += 2)
        {
            if (at + 2 > message.Length)
            {
                return null;
            }

            text.Append(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt16BigEndian(message[at..])} ");
        }

        return DnsName.Read(message, ref at) is { } name ? text.Append(name).ToString() : null;
    }

    private static string? Texts(ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        while (data.Length > 0)
        {
            var length = data[0];
            if (length + 1 > data.Length)
            {
                return null;
            }

            texts.Add(Quoted(data.Slice(1, length)));
            data = data[(length + 1)..];
        }

        return string.Join(' ', texts);
    }

    private static string? Authority(ReadOnlySpan<byte> message, int at)
    {
        if (DnsName.Read(message, ref at) is not { } server || DnsName.Read(message, ref at) is not { } mailbox || at + 20 > message.Length)
        {
            return null;
        }

        var text = new StringBuilder($"{server} {mailbox}");
        for (var i = 0; i < 5; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $" {BinaryPrimitives.ReadUInt32BigEndian(message[(at + (4 * i))..])}");
        }

        return text.ToString();
    }

    private static string? Issuer(ReadOnlySpan<byte> data) => data.Length < 2 || data[1] + 2 > data.Length ? null
        : string.Create(CultureInfo.InvariantCulture, $"{data[0]} {Encoding.ASCII.GetString(data.Slice(2, data[1]))} {Quoted(data[(2 + data[1])..])}");

    private static string Quoted(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes)
        {
            _ = b is >= 0x20 and < 0x7F
                ? text.Append(b is (byte)'"' or (byte)'\\' ? "\\" : "").Append((char)b)
                : text.Append(CultureInfo.InvariantCulture, $"\\{b:D3}");
        }

        return text.Append('"').ToString();
    }
}
