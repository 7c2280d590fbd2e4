namespace Rollout.Benchmarks.Http;

/// <summary>So many readers of the status at once, each asking again as soon as it is answered; no ETag is sent, so every answer has a body.</summary>
internal static class StatusReaders
{
    /// <returns>Milliseconds of every answer, in rising order; answers that were no success are an error.</returns>
    public static async Task<double[]> ReadAsync(Uri address, int readers, TimeSpan time, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = readers, UseProxy = false };
        using var http = new HttpMessageInvoker(handler);
        var begin = TimeProvider.System.GetTimestamp();
        var taken = await Task.WhenAll(Enumerable.Range(0, readers).Select(async _ =>
        {
            var mine = new List<double>();
            while (TimeProvider.System.GetElapsedTime(begin) < time)
            {
                var asked = TimeProvider.System.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var answer = await http.SendAsync(request, cancellation);
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null, cancellation);
                mine.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            }

            return mine;
        }));
        return [.. taken.SelectMany(t => t).Order()];
    }
}
