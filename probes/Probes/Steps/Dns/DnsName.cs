using System.Text;

namespace Rollout.Probes.Steps.Dns;

/// <summary>Names within a message, which may point back to names before them (RFC 1035 section 4.1.4).</summary>
internal static class DnsName
{
    private const int MostLabels = 128;

    /// <summary>The name with a dot at its end, and where the message goes on; null where it is malformed.</summary>
    public static string? Read(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var here = at;
        var jumped = false;
        for (var labels = 0; labels < MostLabels; labels++)
        {
            if (here >= message.Length)
            {
                return null;
            }

            var length = message[here];
            if (length == 0)
            {
                at = jumped ? at : here + 1;
                return name.Length == 0 ? "." : name.ToString();
            }

            if (length >= 0xC0)
            {
                if (here + 1 >= message.Length)
                {
                    return null;
                }

                var target = ((length & 0x3F) << 8) | message[here + 1];
                at = jumped ? at : here + 2;

                // Only backwards: a ring of pointers would never end.
                if (target >= here)
                {
                    return null;
                }

                (here, jumped) = (target, true);
                continue;
            }

            if (length > 63 || here + 1 + length > message.Length || name.Length + length > 255)
            {
                return null;
            }

            foreach (var b in message.Slice(here + 1, length))
            {
                Append(name, b);
            }

            name.Append('.');
            here += 1 + length;
        }

        return null;
    }

    /// <summary>As zone files write it: what is no plain letter as its number.</summary>
    private static void Append(StringBuilder name, byte b)
    {
        if (b is > 0x20 and < 0x7F)
        {
            name.Append(b is (byte)'.' or (byte)'\\' or (byte)'"' ? "\\" : "").Append((char)b);
        }
        else
        {
            name.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\{b:D3}");
        }
    }
}
