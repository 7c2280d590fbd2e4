namespace Rollout.Probes.Steps.Http;

/// <summary>At most so many bytes of a stream; then it ends, and says so.</summary>
internal sealed class CountedStream(Stream inner, int most) : Stream
{
    private int left = most;

    /// <summary>The stream went on beyond the limit, or could have.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>The stream underneath failed.</summary>
    public bool Broken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left == 0)
        {
            Exhausted = true;
            return 0;
        }

        try
        {
            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, left)], cancellationToken).ConfigureAwait(false);
            left -= read;
            return read;
        }
        catch
        {
            Broken = true;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
