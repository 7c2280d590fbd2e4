namespace Rollout.Benchmarks.Http;

/// <summary>Many open event streams, each read to its last byte; events and bytes are counted.</summary>
internal sealed class EventReaders : IAsyncDisposable
{
    private readonly SocketsHttpHandler handler = new() { MaxConnectionsPerServer = int.MaxValue, UseProxy = false };
    private readonly HttpMessageInvoker http;
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> streams = [];
    private long events;
    private int open;

    public EventReaders() => http = new HttpMessageInvoker(handler, disposeHandler: true);

    public long Events => Interlocked.Read(ref events);

    public int Open => Volatile.Read(ref open);

    /// <summary>Opens so many, some at a time, and returns when every one has had its first bytes.</summary>
    public async Task OpenAsync(Uri address, int many, CancellationToken cancellation)
    {
        foreach (var some in Enumerable.Range(0, many).Chunk(50))
        {
            var begun = some.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
            streams.AddRange(begun.Select(b => ReadAsync(address, b)));
            await Task.WhenAll(begun.Select(b => b.Task)).WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(streams);
        http.Dispose();
        stop.Dispose();
    }

    private async Task ReadAsync(Uri address, TaskCompletionSource begun)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await http.SendAsync(request, stop.Token);
            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync(stop.Token);
            var buffer = new byte[16_384];
            var last = (byte)0;
            while (await body.ReadAsync(buffer, stop.Token) is var read and > 0)
            {
                if (begun.TrySetResult())
                {
                    Interlocked.Increment(ref open);
                }

                // Two line ends in a row end an event (WHATWG HTML, section 9.2.6).
                var ends = 0;
                for (var i = 0; i < read; i++)
                {
                    ends += buffer[i] == '\n' && last == '\n' ? 1 : 0;
                    last = buffer[i];
                }

                Interlocked.Add(ref events, ends);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
        catch (Exception fault)
        {
            begun.TrySetException(fault);
        }
    }
}
