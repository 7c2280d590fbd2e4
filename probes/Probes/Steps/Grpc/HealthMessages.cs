using System.Buffers.Binary;
using System.Text;

namespace Rollout.Probes.Steps.Grpc;

/// <summary>
/// The two messages of the gRPC health checking protocol in Protocol Buffers, within gRPC's frame of one byte (compressed or not) and four of
/// length. Pure.
/// </summary>
internal static class HealthMessages
{
    public const string Serving = "SERVING";

    private const int Frame = 5;
    private const byte ServiceField = (1 << 3) | 2;
    private const byte StatusField = 1 << 3;

    private static readonly string[] Healths = ["UNKNOWN", Serving, "NOT_SERVING", "SERVICE_UNKNOWN"];

    private static readonly string[] Statuses =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>HealthCheckRequest { string service = 1 }, framed.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        var message = new List<byte>();
        if (name.Length > 0)
        {
            message.Add(ServiceField);
            for (var rest = (uint)name.Length; ; rest >>= 7)
            {
                message.Add((byte)(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest));
                if (rest <= 0x7F)
                {
                    break;
                }
            }

            message.AddRange(name);
        }

        var framed = new byte[Frame + message.Count];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Count);
        message.CopyTo(framed, Frame);
        return framed;
    }

    /// <summary>HealthCheckResponse { ServingStatus status = 1 } by name; null where the bytes are no such message.</summary>
    public static string? Health(ReadOnlySpan<byte> framed)
    {
        if (framed.Length < Frame || framed[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(framed[1..]) != framed.Length - Frame)
        {
            return null;
        }

        var message = framed[Frame..];
        ulong status = 0;
        while (message.Length > 0)
        {
            if (Varint(ref message) is not { } tag)
            {
                return null;
            }

            if (tag == StatusField && Varint(ref message) is { } value)
            {
                status = value;
            }
            else if (tag == StatusField || !Skip(tag, ref message))
            {
                return null;
            }
        }

        return status < (ulong)Healths.Length ? Healths[status] : FormattableString.Invariant($"serving status {status}");
    }

    public static string StatusName(int code) =>
        code >= 0 && code < Statuses.Length ? $"gRPC status {Statuses[code]}" : FormattableString.Invariant($"gRPC status {code}");

    private static bool Skip(ulong tag, ref ReadOnlySpan<byte> message)
    {
        var length = (tag & 7) switch
        {
            0 => Varint(ref message) is null ? -1 : 0,
            1 => 8,
            2 => Varint(ref message) is { } size and <= int.MaxValue ? (int)size : -1,
            5 => 4,
            _ => -1,
        };
        if (length < 0 || length > message.Length)
        {
            return false;
        }

        message = message[length..];
        return true;
    }

    private static ulong? Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < message.Length; i++)
        {
            value |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return value;
            }
        }

        return null;
    }
}
