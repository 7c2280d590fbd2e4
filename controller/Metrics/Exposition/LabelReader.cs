using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// Reads a label set between braces. Strict in what may merge two series, tolerant where the format is (a trailing comma in 0.0.4).
/// </summary>
internal static class LabelReader
{
    /// <summary>
    /// The cursor stands behind the opening brace; afterwards behind the closing one. Returns how many labels were written to <paramref
    /// name="into"/>.
    /// </summary>
    public static int Read(ref LineCursor cursor, ReadOnlySpan<byte> line, Span<LabelSpan> into, ExpositionFormat format, ExpositionLimits limits)
    {
        var strict = format == ExpositionFormat.OpenMetrics;
        var count = 0;
        while (cursor.Error is null)
        {
            SkipBlanks(ref cursor, strict);
            if (cursor.Next == '}' && (count == 0 || !strict))
            {
                cursor.Skip(1);
                return count;
            }

            if (count == Math.Min(into.Length, limits.MaxLabels))
            {
                cursor.Fail(FormattableString.Invariant($"more than {count} labels"));
                return count;
            }

            if (!ReadOne(ref cursor, strict, limits, out var label) || IsRepeated(ref cursor, line, into[..count], label))
            {
                return count;
            }

            into[count++] = label;
            SkipBlanks(ref cursor, strict);
            if (cursor.Take((byte)'}'))
            {
                return count;
            }

            if (!cursor.Take((byte)','))
            {
                cursor.Fail(cursor.AtEnd ? "the labels are not closed with }" : "a comma or } is missing after a label");
            }
        }

        return count;
    }

    /// <summary>
    /// The value with its escapes undone. An unknown escape stands for itself, backslash and all (OpenMetrics says so; Prometheus reads
    /// 0.0.4 so).
    /// </summary>
    public static string Value(ReadOnlySpan<byte> line, LabelSpan label)
    {
        var raw = Encoding.UTF8.GetString(line.Slice(label.ValueStart, label.ValueLength));
        if (!label.Escaped)
        {
            return raw;
        }

        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var escape = raw[i] == '\\' && i + 1 < raw.Length ? raw[i + 1] : '\0';
            if (escape is 'n' or '"' or '\\')
            {
                text.Append(escape == 'n' ? '\n' : escape);
                i++;
            }
            else
            {
                text.Append(raw[i]);
            }
        }

        return text.ToString();
    }

    private static bool ReadOne(ref LineCursor cursor, bool strict, ExpositionLimits limits, out LabelSpan label)
    {
        label = default;
        var nameStart = cursor.At;
        var name = cursor.Name(colons: false);
        if (name.IsEmpty)
        {
            cursor.Fail(cursor.AtEnd ? "the labels are not closed with }" : "a label name is missing");
            return false;
        }

        SkipBlanks(ref cursor, strict);
        if (!cursor.Take((byte)'='))
        {
            cursor.Fail($"= is missing after the label name {LineCursor.Show(name)}");
            return false;
        }

        SkipBlanks(ref cursor, strict);
        if (!cursor.Take((byte)'"'))
        {
            cursor.Fail($"the value of label {LineCursor.Show(name)} is not in double quotes");
            return false;
        }

        var valueStart = cursor.At;
        if (!SkipValue(ref cursor, out var escaped))
        {
            cursor.Fail($"the value of label {LineCursor.Show(name)} is not closed");
            return false;
        }

        label = new LabelSpan(nameStart, name.Length, valueStart, cursor.At - 1 - valueStart, escaped);
        if (label.NameLength > limits.MaxTextBytes || label.ValueLength > limits.MaxTextBytes)
        {
            cursor.Fail(FormattableString.Invariant($"label {LineCursor.Show(name)} is longer than {limits.MaxTextBytes} bytes"));
            return false;
        }

        return true;
    }

    /// <summary>Moves behind the closing quote.</summary>
    private static bool SkipValue(ref LineCursor cursor, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var stop = cursor.Rest.IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                return false;
            }

            if (cursor.Rest[stop] == '"')
            {
                cursor.Skip(stop + 1);
                return true;
            }

            escaped = true;
            if (cursor.Rest.Length < stop + 2)
            {
                return false;
            }

            cursor.Skip(stop + 2);
        }
    }

    private static bool IsRepeated(ref LineCursor cursor, ReadOnlySpan<byte> line, ReadOnlySpan<LabelSpan> before, LabelSpan label)
    {
        var name = line.Slice(label.NameStart, label.NameLength);
        foreach (var other in before)
        {
            if (line.Slice(other.NameStart, other.NameLength).SequenceEqual(name))
            {
                cursor.Fail($"the label {LineCursor.Show(name)} is given twice");
                return true;
            }
        }

        return false;
    }

    private static void SkipBlanks(ref LineCursor cursor, bool strict)
    {
        if (!strict)
        {
            cursor.SkipBlanks();
        }
    }
}
