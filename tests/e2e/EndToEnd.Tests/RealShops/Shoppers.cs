using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>
/// Customers who fill a basket and pay: at every tick one at each pod that serves, all at once. However slow the machine is, every pod is visited
/// as often as any other.
/// </summary>
internal sealed class Shoppers : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Patience, MaxResponseContentBufferSize = 1 << 16 };
    private readonly ShopPods shops;
    private readonly Task visiting;
    private readonly Lock gate = new();
    private readonly List<DateTimeOffset> begun = [];
    private long paid;

    public Shoppers(ShopPods shops)
    {
        this.shops = shops;
        visiting = Task.Run(VisitAsync);
    }

    /// <summary>Orders that the shops called paid.</summary>
    public long Paid => Interlocked.Read(ref paid);

    /// <summary>Orders that shops can have counted in a span: a customer waits no longer for his answer than his patience lasts.</summary>
    public double Begun(DateTimeOffset from, DateTimeOffset until)
    {
        lock (gate)
        {
            return Before(until) - Before(from - Patience - Tick);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await visiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        stop.Dispose();
    }

    private async Task VisitAsync()
    {
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stop.Token))
        {
            await Task.WhenAll(shops.Serving.Select(shop => OrderAsync(shop.Address)));
        }
    }

    private async Task OrderAsync(string shop)
    {
        try
        {
            using var filled = await http.PostAsJsonAsync(new Uri($"http://{shop}/basket"), new { sku = "tea" }, stop.Token);
            var basket = await filled.Content.ReadFromJsonAsync<JsonElement>(stop.Token);
            lock (gate)
            {
                begun.Add(TimeProvider.System.GetUtcNow());
            }

            using var answer = await http.PostAsync(new Uri($"http://{shop}/basket/{basket.GetProperty("id").GetString()}/checkout"), null, stop.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Interlocked.Increment(ref paid);
            }
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException)
        {
            // The pod ended under the customer's hands.
        }
    }

    private int Before(DateTimeOffset at) => begun.BinarySearch(at) is var found && found < 0 ? ~found : found;
}
