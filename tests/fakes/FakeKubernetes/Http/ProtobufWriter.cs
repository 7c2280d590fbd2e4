using System.Text;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Writes one Protocol Buffers message: fields with a number and a length, or small numbers.</summary>
internal sealed class ProtobufWriter
{
    private readonly MemoryStream bytes = new();

    public byte[] ToArray() => bytes.ToArray();

    public ProtobufWriter Text(int field, string? value) => string.IsNullOrEmpty(value) ? this : Raw(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Raw(field, message.ToArray());

    public ProtobufWriter Flag(int field)
    {
        Varint((ulong)field << 3);
        Varint(1);
        return this;
    }

    private ProtobufWriter Raw(int field, byte[] value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            bytes.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        bytes.WriteByte((byte)value);
    }
}
