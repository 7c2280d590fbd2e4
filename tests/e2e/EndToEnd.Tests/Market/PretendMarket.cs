using Rollout.EndToEnd.Tests.Ground;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Market;

/// <summary>Sales made up for the pods that are seen: works wherever there is an API server.</summary>
internal sealed class PretendMarket(PodBook book, PretendPrometheus prometheus) : IMarket
{
    public Uri Prometheus => prometheus.Address;

    public string Told => $"{prometheus.Asked} questions were asked";

    public static async Task<IMarket> OpenAsync(ClusterClient client, string space, SuiteOptions options)
    {
        var book = new PodBook(client, space, options.Bucket / 2, TimeProvider.System);
        return new PretendMarket(book, await PretendPrometheus.StartAsync(book));
    }

    public async ValueTask DisposeAsync()
    {
        await prometheus.DisposeAsync();
        await book.DisposeAsync();
    }
}
