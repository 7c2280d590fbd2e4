using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rollout.Probes.Exposition;

/// <summary>Writes metrics in the text format of Prometheus (version 0.0.4): a family at a time, its lines together. As bytes, since they go over the wire.</summary>
public sealed class ExpositionText : IDisposable
{
    /// <summary>The longest number, and more.</summary>
    private const int NumberBytes = 32;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    /// <summary>What stands there; until the next word, or disposal.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public override string ToString() => Encoding.UTF8.GetString(Written.Span);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
    }

    /// <summary>Begins a family; its samples follow.</summary>
    public void Family(MetricFamily family) => Put(family.Head);

    public void Sample(MetricFamily family, double value, params ReadOnlySpan<(string Label, string Value)> labels) => Sample(family, ""u8, value, labels);

    /// <param name="family">Whose.</param>
    /// <param name="suffix">What its name ends with: <c>_bucket</c>, <c>_sum</c>, <c>_count</c> of a histogram.</param>
    /// <param name="value">The sample.</param>
    /// <param name="labels">In this order.</param>
    public void Sample(MetricFamily family, ReadOnlySpan<byte> suffix, double value, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        Put(family.Name);
        Put(suffix);
        for (var i = 0; i < labels.Length; i++)
        {
            Put(i == 0 ? "{"u8 : ","u8);
            Put(labels[i].Label);
            Put("=\""u8);
            Escape(labels[i].Value);
            Put("\""u8);
        }

        Put(labels.Length == 0 ? " "u8 : "} "u8);
        Put(value);
        Put("\n"u8);
    }

    /// <summary>A family of one sample without labels.</summary>
    public void Gauge(MetricFamily family, double value)
    {
        Family(family);
        Sample(family, value);
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Put(double value)
    {
        if (!double.IsFinite(value))
        {
            Put(Number(value));
            return;
        }

        value.TryFormat(Room(NumberBytes), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
    }

    private void Put(ReadOnlySpan<byte> part)
    {
        part.CopyTo(Room(part.Length));
        length += part.Length;
    }

    private void Put(string part) => length += Encoding.UTF8.GetBytes(part, Room(Encoding.UTF8.GetMaxByteCount(part.Length)));

    private void Escape(string value) => Put(value.AsSpan().IndexOfAny("\\\"\n") < 0 ? value : value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));

    private Span<byte> Room(int most)
    {
        if (bytes.Length - length < most)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + most));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsSpan(length);
    }
}
