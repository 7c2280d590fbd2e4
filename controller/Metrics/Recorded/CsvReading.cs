namespace Rollout.Metrics.Recorded;

/// <summary>One file on its way in: lines, header, fields; what is wrong goes to the problems, what is right to the rows.</summary>
internal sealed class CsvReading
{
    private readonly string file;
    private readonly RecordedLimits limits;
    private readonly ProblemList problems;
    private readonly ICsvRows rows;
    private readonly CsvFields fields;
    private readonly LineFeed lines;
    private int[]? columns;
    private int width;
    private bool unreadable;
    private bool headerSeen;
    private long taken;
    private long bytes;

    public CsvReading(string file, RecordedLimits limits, ProblemList problems, ICsvRows rows)
    {
        (this.file, this.limits, this.problems, this.rows) = (file, limits, problems, rows);
        fields = new CsvFields(limits.LineBytes);
        lines = new LineFeed(limits.LineBytes, Take, TooLong);
    }

    /// <summary>False: reading on would tell nothing more (the header is wrong, or a limit is reached).</summary>
    public bool Feed(ReadOnlySpan<byte> block)
    {
        if (bytes == 0)
        {
            block = Begin(block);
        }

        bytes += block.Length;
        if (bytes > limits.Bytes)
        {
            problems.Add(file, $"the file holds more than {limits.Bytes >> 20} MiB (decompressed)", "cut it to the weeks that are to be judged");
            unreadable = true;
        }

        if (!unreadable)
        {
            lines.Feed(block);
        }

        return !unreadable;
    }

    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> block)
    {
        if (FileMagic.Of(block) is { } magic)
        {
            problems.Add(file, $"the file is {magic.What}, not CSV in UTF-8", magic.Mend);
            unreadable = true;
        }

        if (!block.StartsWith("\uFEFF"u8))
        {
            return block;
        }

        bytes = 3;
        return block[3..];
    }

    public void Finish()
    {
        if (unreadable)
        {
            return;
        }

        lines.Finish();
        if (!headerSeen)
        {
            problems.Add(file, "the file is empty", $"its first line must be the header {Header}, then {rows.KindOfFile}");
        }
        else if (taken == 0 && !unreadable)
        {
            problems.Add($"{file}:1", "no row follows the header", $"add {rows.KindOfFile}");
        }
    }

    private string Header => string.Join(',', rows.Required);

    private void Take(ReadOnlySpan<byte> line, long number)
    {
        if (unreadable || line.IsEmpty)
        {
            return;
        }

        var fault = fields.Split(line);
        if (fault != CsvFault.None)
        {
            ReportFault(fault, number);
        }
        else if (columns is null)
        {
            TakeHeader(line, number);
        }
        else
        {
            TakeRow(line, number);
        }
    }

    private void TakeRow(ReadOnlySpan<byte> line, long number)
    {
        taken++;
        if (fields.Count != width)
        {
            problems.Add($"{file}:{number}", $"the line has {fields.Count} {(fields.Count == 1 ? "field" : "fields")}, the header {width}",
                "write one value a column; a value that holds a comma goes in double quotes");
            return;
        }

        rows.Take(fields, line, columns, number);
    }

    private void TakeHeader(ReadOnlySpan<byte> line, long number)
    {
        headerSeen = true;
        columns = CsvHeader.Read(fields, line, $"{file}:{number}", rows, problems);
        width = fields.Count;
        unreadable = columns is null;
    }

    private void ReportFault(CsvFault fault, long number)
    {
        taken++;
        headerSeen = true;
        unreadable = columns is null;
        var (what, mend) = fault switch
        {
            CsvFault.QuoteInsideField => ("a double quote stands inside a field", "put the whole field in double quotes and double the one inside"),
            CsvFault.TextAfterQuote => ("text follows a closing double quote", "end the field there, or double the quote"),
            CsvFault.QuoteNotClosed => ("a double quote is not closed on its line", "close it; a field cannot run over several lines"),
            CsvFault.None => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
        problems.Add($"{file}:{number}", what, mend);
    }

    private void TooLong(long number)
    {
        taken++;
        headerSeen = true;
        unreadable |= columns is null;
        problems.Add($"{file}:{number}", $"the line is longer than {limits.LineBytes >> 10} KiB", "is this a CSV file with a row a line?");
    }
}
