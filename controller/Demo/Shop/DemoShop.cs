using System.Net.Http.Json;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Shop;

/// <summary>One shop process of the demo.</summary>
public static class DemoShop
{
    /// <summary>Serves until SIGTERM, the token or the end of the owner. Exit codes: 0 ended as asked, 3 port in use.</summary>
    public static Task<int> RunAsync(ShopOptions options, CancellationToken cancellation) => RunAsync(options, TimeProvider.System, cancellation);

    internal static Task<int> RunAsync(ShopOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var desk = new ShopDesk(options, time);
        return LoopbackServer.ServeAsync([(options.Port, desk.AnswerAsync)], options.Owner, StartedAsync, time, cancellation);

        async Task StartedAsync(CancellationToken ended)
        {
            await WarmUpAsync(options.Port, ended);
            await ReadyFile.WriteAsync(options.ReadyFile, options.Version.Name, ended);
        }
    }

    /// <summary>Goes once through every path that a customer takes (marked synthetic), so that the first customer does not wait for the compiler.</summary>
    private static async Task WarmUpAsync(int port, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), MaxResponseContentBufferSize = 1 << 20 };
        client.DefaultRequestHeaders.Add(SessionHeaders.Synthetic, SessionHeaders.SyntheticValue);
        using var products = await client.GetAsync(new Uri("/products", UriKind.Relative), cancellation);
        using var basket = await client.PostAsJsonAsync("/basket", new { sku = Catalogue.Products[0].Sku }, cancellation);
        using var filled = await basket.Content.ReadFromJsonAsync<System.Text.Json.JsonDocument>(cancellation);
        var id = filled!.RootElement.GetProperty("id").GetString();
        using var paid = await client.PostAsync(new Uri($"/basket/{id}/checkout", UriKind.Relative), null, cancellation);
        using var metrics = await client.GetAsync(new Uri("/metrics", UriKind.Relative), cancellation);
    }
}
