using System.Globalization;
using System.Net;

namespace Rollout.Benchmarks.Probing;

/// <summary>Asks a prober for probes over the blackbox exporter's protocol, one connection a lane, every probe with a number of its own.</summary>
internal sealed class ProbeDriver(BenchedProber prober, int targetPort) : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { UseProxy = false, MaxConnectionsPerServer = 256 };

    /// <summary>As fast as it goes, so many at once.</summary>
    public async Task<IReadOnlyList<(int Number, double Seconds)>> SaturateAsync(int first, int many, int lanes, CancellationToken cancellation)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var next = first - 1;
        var all = await Task.WhenAll(Enumerable.Range(0, lanes).Select(async _ =>
        {
            var mine = new List<(int, double)>();
            for (int number; (number = Interlocked.Increment(ref next)) < first + many;)
            {
                mine.Add((number, await OneAsync(http, number, cancellation)));
            }

            return mine;
        }));
        return [.. all.SelectMany(a => a)];
    }

    /// <summary>At a fixed rate, whatever comes back when.</summary>
    public async Task<IReadOnlyList<(int Number, double Seconds)>> PaceAsync(int first, int many, double perSecond, CancellationToken cancellation)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var running = new List<Task<(int, double)>>(many);
        for (var i = 0; i < many; i++)
        {
            var wait = TimeSpan.FromSeconds(i / perSecond) - time.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            var number = first + i;
            running.Add(Task.Run(async () => (number, await OneAsync(http, number, cancellation)), cancellation));
        }

        return await Task.WhenAll(running);
    }

    public void Dispose() => handler.Dispose();

    /// <summary>The duration that the prober itself reports.</summary>
    private async Task<double> OneAsync(HttpMessageInvoker http, int number, CancellationToken cancellation)
    {
        var target = Uri.EscapeDataString($"http://127.0.0.1:{targetPort.ToString(CultureInfo.InvariantCulture)}/check?i={number.ToString(CultureInfo.InvariantCulture)}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{prober.Port}/probe?module=http_2xx&target={target}");
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{prober.Name} answered {(int)response.StatusCode}");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var reader = new StreamReader(stream);
        double? seconds = null;
        var success = false;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            success |= line == "probe_success 1";
            seconds = line.StartsWith("probe_duration_seconds ", StringComparison.Ordinal) ? double.Parse(line.AsSpan(23), CultureInfo.InvariantCulture) : seconds;
        }

        return success && seconds is { } took ? took : throw new InvalidOperationException($"{prober.Name}: probe {number} did not pass");
    }
}
