namespace Rollout.Metrics.Recorded;

/// <summary>The fields of one line of CSV, unquoted. Reused from line to line; nothing is allocated per line.</summary>
internal sealed class CsvFields(int lineBytes)
{
    private const int Most = 64;
    private readonly Range[] ranges = new Range[Most];
    private readonly byte[] unquoted = new byte[lineBytes];
    private int used;

    /// <summary>How many fields the line has, those beyond the 64th included.</summary>
    public int Count { get; private set; }

    /// <summary>The field's bytes; <paramref name="line"/> is the line that was split last.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index)
    {
        var range = ranges[index];
        // Ranges from the end mark fields that were unquoted into the side buffer.
        return range.Start.IsFromEnd ? unquoted.AsSpan(range.Start.Value, range.End.Value - range.Start.Value) : line[range];
    }

    public CsvFault Split(ReadOnlySpan<byte> line)
    {
        Count = 0;
        used = 0;
        if (line.Contains((byte)'"'))
        {
            return SplitQuoted(line);
        }

        for (var start = 0; ;)
        {
            var length = line[start..].IndexOf((byte)',');
            Add(length < 0 ? start..line.Length : start..(start + length));
            if (length < 0)
            {
                return CsvFault.None;
            }

            start += length + 1;
        }
    }

    private CsvFault SplitQuoted(ReadOnlySpan<byte> line)
    {
        for (var at = 0; ;)
        {
            if (at < line.Length && line[at] == '"')
            {
                var fault = Unquote(line, ref at);
                if (fault != CsvFault.None)
                {
                    return fault;
                }
            }
            else
            {
                var length = line[at..].IndexOf((byte)',');
                var end = length < 0 ? line.Length : at + length;
                if (line[at..end].Contains((byte)'"'))
                {
                    return CsvFault.QuoteInsideField;
                }

                Add(at..end);
                at = end;
            }

            if (at == line.Length)
            {
                return CsvFault.None;
            }

            at++;
        }
    }

    /// <summary>From an opening quote to the comma or the end after the closing one.</summary>
    private CsvFault Unquote(ReadOnlySpan<byte> line, ref int at)
    {
        var from = used;
        for (at++; ;)
        {
            var length = line[at..].IndexOf((byte)'"');
            if (length < 0)
            {
                return CsvFault.QuoteNotClosed;
            }

            line.Slice(at, length).CopyTo(unquoted.AsSpan(used));
            used += length;
            at += length + 1;
            if (at == line.Length || line[at] == ',')
            {
                Add(new Range(Index.FromEnd(from), Index.FromEnd(used)));
                return CsvFault.None;
            }

            if (line[at] != '"')
            {
                return CsvFault.TextAfterQuote;
            }

            unquoted[used++] = (byte)'"';
            at++;
        }
    }

    private void Add(Range range)
    {
        if (Count < Most)
        {
            ranges[Count] = range;
        }

        Count++;
    }
}
