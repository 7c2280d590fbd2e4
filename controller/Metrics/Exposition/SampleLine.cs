namespace Rollout.Metrics.Exposition;

/// <summary>One sample line taken apart, as places in the line. Used again for every line.</summary>
internal sealed class SampleLine(ExpositionFormat format, ExpositionLimits limits)
{
    /// <summary>
    /// OpenMetrics: "the combined length of the label names and values of an Exemplar's LabelSet must not exceed 128 characters".
    /// </summary>
    private const int MaxExemplarCharacters = 128;

    private readonly bool strict = format == ExpositionFormat.OpenMetrics;
    private readonly LabelSpan[] labels = new LabelSpan[limits.MaxLabels];
    private readonly LabelSpan[] exemplarLabels = new LabelSpan[limits.MaxLabels];
    private int labelCount;

    /// <summary>The name is the line's beginning.</summary>
    public int NameLength { get; private set; }

    public ReadOnlySpan<LabelSpan> Labels => labels.AsSpan(0, labelCount);

    public double Value { get; private set; }

    public DateTimeOffset? Timestamp { get; private set; }

    public bool HasExemplar { get; private set; }

    /// <summary>
    /// Null where the line is well formed, else what is wrong. The line begins with the name and ends without blanks (0.0.4) or as
    /// written (OpenMetrics).
    /// </summary>
    public string? Parse(ReadOnlySpan<byte> line)
    {
        var cursor = new LineCursor(line);
        labelCount = 0;
        Timestamp = null;
        HasExemplar = false;
        ReadNameAndLabels(ref cursor, line);
        if (cursor.Error is null)
        {
            ReadValue(ref cursor);
        }

        if (cursor.Error is null && !cursor.AtEnd)
        {
            ReadTimestamp(ref cursor);
        }

        if (cursor.Error is null && !cursor.AtEnd)
        {
            ReadExemplar(ref cursor, line);
        }

        return cursor.Error;
    }

    private void ReadNameAndLabels(ref LineCursor cursor, ReadOnlySpan<byte> line)
    {
        NameLength = cursor.Name(colons: true).Length;
        if (NameLength == 0)
        {
            cursor.Fail($"a metric name must begin the line, not {LineCursor.Show(line)}");
            return;
        }

        if (NameLength > limits.MaxTextBytes)
        {
            cursor.Fail(FormattableString.Invariant($"the metric name is longer than {limits.MaxTextBytes} bytes"));
            return;
        }

        var blank = !strict && cursor.SkipBlanks();
        if (cursor.Take((byte)'{'))
        {
            labelCount = LabelReader.Read(ref cursor, line, labels, format, limits);
            blank = cursor.Error is null && !strict && cursor.SkipBlanks();
        }

        // 0.0.4 lets a value follow the closing brace at once; a name and its value would merge.
        var closed = !strict && cursor.At > 0 && line[Math.Min(cursor.At, line.Length) - 1] == '}';
        if (cursor.Error is null && !blank && !closed && !cursor.Take((byte)' '))
        {
            cursor.Fail(cursor.AtEnd ? "the value is missing" : "a blank is missing before the value");
        }
    }

    private void ReadValue(ref LineCursor cursor)
    {
        var at = cursor;
        var text = cursor.Token();
        if (text.IsEmpty)
        {
            at.Fail(cursor.AtEnd ? "the value is missing" : "one blank too many before the value");
            cursor = at;
        }
        else if (NumberText.TryParse(text, out var value))
        {
            Value = value;
        }
        else
        {
            at.Fail($"the value {LineCursor.Show(text)} is not a number");
            cursor = at;
        }
    }

    private void ReadTimestamp(ref LineCursor cursor)
    {
        var before = cursor;
        if (!strict)
        {
            cursor.SkipBlanks();
        }
        else if (!cursor.Take((byte)' '))
        {
            cursor.Fail("a tab stands where one blank belongs");
            return;
        }
        else if (cursor.Next == '#')
        {
            cursor = before;
            return;
        }

        var at = cursor;
        var text = cursor.Token();
        if (!TimestampText.TryParse(text, format, out var timestamp))
        {
            at.Fail($"the timestamp {LineCursor.Show(text)} is not a number of {(strict ? "seconds" : "whole milliseconds")} since 1970");
            cursor = at;
            return;
        }

        Timestamp = timestamp;
        if (!strict && !cursor.AtEnd)
        {
            cursor.Fail($"nothing may follow the timestamp, but there is {LineCursor.Show(cursor.Rest)}");
        }
    }

    private void ReadExemplar(ref LineCursor cursor, ReadOnlySpan<byte> line)
    {
        if (!cursor.Rest.StartsWith(" # {"u8))
        {
            cursor.Fail($"an exemplar (# {{...}} value) or the end of the line should follow, not {LineCursor.Show(cursor.Rest)}");
            return;
        }

        HasExemplar = true;
        cursor.Skip(4);
        var count = LabelReader.Read(ref cursor, line, exemplarLabels, format, limits);
        if (cursor.Error is not null)
        {
            return;
        }

        var length = 0;
        foreach (var label in exemplarLabels.AsSpan(0, count))
        {
            length += label.NameLength + Characters(line.Slice(label.ValueStart, label.ValueLength));
        }

        var numbers = cursor.Rest;
        var parts = numbers.Count((byte)' ');
        var value = parts > 0 ? numbers[1..] : default;
        var timestamp = parts == 2 ? value[(value.IndexOf((byte)' ') + 1)..] : default;
        value = parts == 2 ? value[..value.IndexOf((byte)' ')] : value;
        if (length > MaxExemplarCharacters)
        {
            cursor.Fail("the exemplar's labels are longer than 128 characters");
        }
        else if (parts is not (1 or 2) || numbers[0] != ' ' || !NumberText.TryParse(value, out _))
        {
            cursor.Fail("the exemplar's value is missing or not a number");
        }
        else if (parts == 2 && !TimestampText.TryParse(timestamp, format, out _))
        {
            cursor.Fail($"the exemplar's timestamp {LineCursor.Show(timestamp)} is not a number of seconds since 1970");
        }

        cursor.Skip(cursor.Rest.Length);
    }

    /// <summary>Bytes that begin a character; the line is valid UTF-8.</summary>
    private static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
