using Rollout.EndToEnd.Tests.Ground;
using Rollout.EndToEnd.Tests.Market;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>Our own API server always: a pod is ready when the shop process behind it serves.</summary>
public sealed class ShopCluster : ClusterUnderTest
{
    public ShopCluster() => Options = new SuiteOptions { Kubeconfig = null, Bucket = TimeSpan.FromSeconds(2) };

    private protected override async Task<IMarket> StartMarketAsync(string space)
    {
        var market = await RealMarket.OpenAsync(Client, space);
        Fake!.Controllers.Pods.Serves = market.Serves;
        return market;
    }
}
