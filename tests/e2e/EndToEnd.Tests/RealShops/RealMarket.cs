using Rollout.EndToEnd.Tests.Market;
using Rollout.Kubernetes.Rest;
using Rollout.Support.Serving;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>Shop processes behind the pods, customers who order from each, and Prometheus itself that scrapes them.</summary>
internal sealed class RealMarket(ShopPods shops, Shoppers customers, PrometheusServer prometheus, string folder) : IMarket
{
    private const int MostTries = 5;

    public Uri Prometheus => prometheus.Address;

    public string Told => $"{customers.Paid} orders were paid; {shops.Told}";

    public long Paid => customers.Paid;

    /// <summary>See <see cref="Shoppers.Begun"/>.</summary>
    public double Begun(DateTimeOffset from, DateTimeOffset until) => customers.Begun(from, until);

    public bool Serves(string uid) => shops.Serves(uid);

    public static async Task<RealMarket> OpenAsync(ClusterClient client, string space)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-shops-").FullName;
        var shops = new ShopPods(client, space, folder);
        var prometheus = await ScrapingAsync(shops.Targets);
        return new RealMarket(shops, new Shoppers(shops), prometheus, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await customers.DisposeAsync();
        await shops.DisposeAsync();
        await prometheus.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Its port is found before it is taken: another may be faster.</summary>
    private static async Task<PrometheusServer> ScrapingAsync(string targets)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await PrometheusServer.StartAsync($$"""
                    global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                    scrape_configs:
                    - job_name: pods
                      file_sd_configs: [{files: ['{{targets}}'], refresh_interval: 1s}]
                    """);
            }
            catch (HttpRequestException) when (tries < MostTries)
            {
                // It ended: its port was taken.
            }
        }
    }
}
