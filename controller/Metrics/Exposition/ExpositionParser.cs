using System.Buffers;
using System.Text.Unicode;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0 from bytes as they arrive. Every line is checked, only the samples asked
/// for are kept, and nothing is allocated for the rest. The first fault ends it.
/// Sources: prometheus.io "Exposition formats" (text format details); OpenMetrics 1.0, "Text format" with its ABNF.
/// Where the two leave room: a carriage return before the line feed is let pass in 0.0.4 and refused in OpenMetrics (which forbids it);
/// the last line must end with a line feed in 0.0.4 (else it may have been cut off), and <c># EOF</c> must end OpenMetrics.
/// </summary>
public sealed class ExpositionParser(ExpositionFormat format, SampleNames wanted, ExpositionLimits limits)
{
    private readonly ArrayBufferWriter<byte> partial = new();
    private readonly FamilyTable families = new(format, limits);
    private readonly SampleLine parsed = new(format, limits);
    private readonly KeptSamples kept = new(wanted, limits);
    private ExpositionFault? fault;
    private bool ended;
    private long bytes;
    private int lines;
    private int samples;

    /// <summary>Takes the next bytes. False: something is wrong and no more is wanted.</summary>
    public bool Feed(ReadOnlySpan<byte> data)
    {
        bytes += data.Length;
        if (fault is null && bytes > limits.MaxBytes)
        {
            fault = new ExpositionFault(0, FormattableString.Invariant($"the answer is longer than {limits.MaxBytes} bytes and was cut off there"));
        }

        while (fault is null && !data.IsEmpty)
        {
            var end = data.IndexOf((byte)'\n');
            if (partial.WrittenCount + (end < 0 ? data.Length : end) > limits.MaxLineBytes)
            {
                lines++;
                Fail(FormattableString.Invariant($"the line is longer than {limits.MaxLineBytes} bytes"));
            }
            else if (end < 0)
            {
                partial.Write(data);
                return true;
            }
            else if (partial.WrittenCount == 0)
            {
                ReadLine(data[..end]);
            }
            else
            {
                partial.Write(data[..end]);
                ReadLine(partial.WrittenSpan);
                partial.ResetWrittenCount();
            }

            data = data[(end + 1)..];
        }

        return fault is null;
    }

    /// <summary>No more bytes come.</summary>
    public ExpositionRead Complete()
    {
        var strict = format == ExpositionFormat.OpenMetrics;
        if (fault is null && partial.WrittenCount > 0)
        {
            if (strict)
            {
                ReadLine(partial.WrittenSpan);
            }
            else
            {
                lines++;
                Fail("the last line does not end with a line feed: the answer may have been cut off");
            }
        }

        if (fault is null && strict && !ended)
        {
            fault = new ExpositionFault(lines, "# EOF is missing at the end: the answer may have been cut off");
        }

        return new ExpositionRead(fault is null ? kept.Samples : [], fault, bytes, samples);
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        lines++;
        if (ended)
        {
            Fail("something follows # EOF");
        }
        else if (!Utf8.IsValid(line))
        {
            Fail("the line is not valid UTF-8");
        }
        else if (line.StartsWith("\uFEFF"u8))
        {
            Fail("the line begins with a byte order mark");
        }
        else if (format == ExpositionFormat.OpenMetrics)
        {
            ReadOpenLine(line);
        }
        else
        {
            ReadTextLine(line);
        }
    }

    private void ReadOpenLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            Fail("OpenMetrics has no empty lines");
        }
        else if (line.EndsWith("\r"u8))
        {
            Fail("the line ends with a carriage return; OpenMetrics ends lines with a line feed alone");
        }
        else if (line[0] == '#')
        {
            Fail(MetadataLine.Read(line, format, families, out ended));
        }
        else
        {
            ReadSample(line);
        }
    }

    private void ReadTextLine(ReadOnlySpan<byte> line)
    {
        var trimmed = (line.EndsWith("\r"u8) ? line[..^1] : line).Trim(" \t"u8);
        if (trimmed.IsEmpty)
        {
            return;
        }

        if (trimmed[0] == '#')
        {
            Fail(MetadataLine.Read(trimmed, format, families, out _));
        }
        else
        {
            ReadSample(trimmed);
        }
    }

    private void ReadSample(ReadOnlySpan<byte> line)
    {
        if (++samples > limits.MaxSamples)
        {
            Fail(FormattableString.Invariant($"more than {limits.MaxSamples} samples"));
            return;
        }

        if (parsed.Parse(line) is { } malformed)
        {
            Fail(malformed);
            return;
        }

        var family = families.OfSample(line[..parsed.NameLength], out var misplaced);
        if (family is null)
        {
            Fail(misplaced);
            return;
        }

        Fail(SampleRules.Violation(line, parsed, family.Type, format) ?? kept.Add(line, parsed, family.Type, lines));
    }

    private void Fail(string? what) => fault ??= what is null ? null : new ExpositionFault(lines, what);
}
