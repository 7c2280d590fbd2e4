using Rollout.EndToEnd.Tests.Ground;
using Rollout.EndToEnd.Tests.Market;
using Rollout.Support.Killing;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>Our own API server always: a pod is ready when the shop process behind it serves.</summary>
public sealed class ShopCluster : ClusterUnderTest
{
    public ShopCluster() => Options = new SuiteOptions { Kubeconfig = null, Bucket = TimeSpan.FromSeconds(2) };

    /// <summary>Of the playground that was opened last.</summary>
    internal RealMarket Market { get; private set; } = null!;

    /// <summary>From now on these hear of every change in a namespace.</summary>
    internal void Tell(KillInvariants invariants, string space) => Fake!.Faults.Cut = request =>
    {
        if (request.Outcome is { } outcome && request.Path.Contains($"/namespaces/{space}/", StringComparison.Ordinal))
        {
            invariants.Tell(request.Agent.StartsWith("rollout/", StringComparison.Ordinal), request.Verb, request.Path, outcome);
        }

        return ValueTask.FromResult(false);
    };

    private protected override async Task<IMarket> StartMarketAsync(string space)
    {
        Market = await RealMarket.OpenAsync(Client, space);
        Fake!.Controllers.Pods.Serves = Market.Serves;
        return Market;
    }
}
