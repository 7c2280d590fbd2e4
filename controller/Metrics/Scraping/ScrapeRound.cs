using System.Collections.Concurrent;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>Asks many addresses at once, each once, whoever wants to know.</summary>
internal sealed class ScrapeRound(NodeScraper scraper, int atOnce)
{
    public async ValueTask<IReadOnlyDictionary<Uri, NodeScrape>> AskAsync(
        IReadOnlyDictionary<Uri, SampleNames> addresses, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<Uri, NodeScrape>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            addresses,
            options,
            async (address, token) => answers[address.Key] = await scraper.ScrapeAsync(address.Key, address.Value, timeout, token).ConfigureAwait(false))
            .ConfigureAwait(false);
        return answers;
    }
}
