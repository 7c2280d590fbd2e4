namespace Rollout.Metrics.Recorded;

/// <summary>
/// Cuts blocks of bytes into lines (LF or CRLF), carrying a line that runs over the end of a block.
/// A line beyond the limit is reported once and skipped up to its end.
/// </summary>
internal sealed class LineFeed(int limit, TakeLine take, Action<long> tooLong)
{
    private readonly byte[] carry = new byte[limit + 1];
    private int carried;
    private long number;
    private bool skipping;

    public void Feed(ReadOnlySpan<byte> block)
    {
        while (true)
        {
            var end = block.IndexOf((byte)'\n');
            if (end < 0)
            {
                Carry(block);
                return;
            }

            if (carried == 0 && !skipping && end <= limit)
            {
                Emit(block[..end]);
            }
            else
            {
                Carry(block[..end]);
                EndCarried();
            }

            block = block[(end + 1)..];
        }
    }

    /// <summary>The last line may lack its end.</summary>
    public void Finish()
    {
        if (carried > 0 || skipping)
        {
            EndCarried();
        }
    }

    private void Carry(ReadOnlySpan<byte> part)
    {
        if (skipping || carried + part.Length > limit)
        {
            skipping = true;
            return;
        }

        part.CopyTo(carry.AsSpan(carried));
        carried += part.Length;
    }

    private void EndCarried()
    {
        if (skipping)
        {
            number++;
            tooLong(number);
        }
        else
        {
            Emit(carry.AsSpan(0, carried));
        }

        carried = 0;
        skipping = false;
    }

    private void Emit(ReadOnlySpan<byte> line)
    {
        number++;
        take(line is [.., (byte)'\r'] ? line[..^1] : line, number);
    }
}
