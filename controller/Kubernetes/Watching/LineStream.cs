using System.Buffers;
using System.IO.Pipelines;

namespace Rollout.Kubernetes.Watching;

/// <summary>Lines out of a stream, bounded in length and in silence.</summary>
internal sealed class LineStream : IAsyncDisposable
{
    private readonly PipeReader reader;
    private readonly int longestLine;
    private readonly TimeSpan stall;
    private readonly CancellationTokenSource silence = new();
    private readonly ITimer timer;
    private ReadOnlySequence<byte> buffer;
    private bool holds;
    private bool ended;

    public LineStream(Stream stream, int longestLine, TimeSpan stall, TimeProvider time)
    {
        reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024, minimumReadSize: 4096));
        this.longestLine = longestLine;
        this.stall = stall;
        timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), silence, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask<LineRead> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (holds && buffer.PositionOf((byte)'\n') is { } feed)
            {
                var line = buffer.Slice(0, feed);
                buffer = buffer.Slice(buffer.GetPosition(1, feed));
                if (line.IsEmpty)
                {
                    continue;
                }

                return new LineRead(line, null, "");
            }

            if (buffer.Length > longestLine)
            {
                return Over(LineEnd.Broken, $"a line is longer than {longestLine} bytes");
            }

            if (ended)
            {
                return buffer.IsEmpty
                    ? Over(LineEnd.Clean, "the server ended the watch")
                    : Over(LineEnd.Broken, "the stream ended in the middle of a line");
            }

            if (await FillAsync(cancellation) is { } over)
            {
                return over;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await reader.CompleteAsync();
        silence.Dispose();
    }

    private async ValueTask<LineRead?> FillAsync(CancellationToken cancellation)
    {
        if (holds)
        {
            reader.AdvanceTo(buffer.Start, buffer.End);
            (holds, buffer) = (false, default);
        }

        timer.Change(stall, Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            var read = await reader.ReadAsync(either.Token);
            (buffer, ended, holds) = (read.Buffer, read.IsCompleted, true);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Over(LineEnd.Stalled, $"no byte for {stall.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return Over(LineEnd.Broken, $"the connection broke: {e.Message}");
        }
    }

    private static LineRead Over(LineEnd end, string cause) => new(default, end, cause);
}
