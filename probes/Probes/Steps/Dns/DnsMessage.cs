using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Rollout.Probes.Steps.Dns;

/// <summary>Questions and answers of DNS on the wire (RFC 1035 section 4). Pure; bounded against what a hostile server sends.</summary>
internal static class DnsMessage
{
    private const int Header = 12;
    private const int MostRecords = 1000;
    private static readonly string[] Rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

    /// <summary>Null where the name does not fit in a question.</summary>
    public static byte[]? Question(ushort id, string name, DnsType type, bool recursion)
    {
        var labels = name.TrimEnd('.').Split('.', StringSplitOptions.None);
        if (name.Trim('.').Length == 0)
        {
            labels = [];
        }

        var question = new List<byte>(new byte[Header]);
        foreach (var label in labels)
        {
            var bytes = Encoding.ASCII.GetBytes(new IdnMapping().GetAscii(label.Length > 0 ? label : "-"));
            if (label.Length == 0 || bytes.Length > 63)
            {
                return null;
            }

            question.Add((byte)bytes.Length);
            question.AddRange(bytes);
        }

        question.Add(0);
        var message = question.Concat(new byte[4]).ToArray();
        if (message.Length - Header - 4 > 255)
        {
            return null;
        }

        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        message[2] = (byte)(recursion ? 1 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(message.Length - 4), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(message.Length - 2), 1);
        return message;
    }

    /// <summary>Whether a message answers this question: same number, same question, said to be an answer.</summary>
    public static bool Answers(ReadOnlySpan<byte> question, ReadOnlySpan<byte> message)
    {
        if (message.Length < question.Length || !message[..2].SequenceEqual(question[..2]) || (message[2] & 0x80) == 0)
        {
            return false;
        }

        // Names compare without regard to case.
        for (var i = Header; i < question.Length; i++)
        {
            if (char.ToLowerInvariant((char)question[i]) != char.ToLowerInvariant((char)message[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null where the bytes are no whole message.</summary>
    public static DnsAnswer? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < Header)
        {
            return null;
        }

        var counts = new int[4];
        for (var i = 0; i < 4; i++)
        {
            counts[i] = BinaryPrimitives.ReadUInt16BigEndian(message[(4 + (2 * i))..]);
        }

        var at = Header;
        for (var i = 0; i < counts[0]; i++)
        {
            if (DnsName.Read(message, ref at) is null || (at += 4) > message.Length)
            {
                return null;
            }
        }

        var answers = new List<string>();
        for (var i = 0; i < Math.Min(counts[1], MostRecords); i++)
        {
            if (DnsRecord.Read(message, ref at) is not { } record)
            {
                return (message[2] & 2) != 0 ? new(Code(message), true, answers, counts[2], counts[3]) : null;
            }

            answers.Add(record);
        }

        return new(Code(message), (message[2] & 2) != 0, answers, counts[2], counts[3]);
    }

    private static string Code(ReadOnlySpan<byte> message)
    {
        var code = message[3] & 0x0F;
        return code < Rcodes.Length ? Rcodes[code] : FormattableString.Invariant($"RCODE{code}");
    }
}
