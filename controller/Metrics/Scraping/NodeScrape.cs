using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>What a node answered.</summary>
public abstract record NodeScrape
{
    private NodeScrape()
    {
    }

    /// <param name="Samples">Those asked for.</param>
    /// <param name="At">When it was asked.</param>
    public sealed record Answered(IReadOnlyList<ExposedSample> Samples, DateTimeOffset At) : NodeScrape;

    /// <param name="Reason">As a person would say it, without secrets.</param>
    /// <param name="Reached">It did answer, but with nothing that can be read.</param>
    public sealed record Failed(string Reason, bool Reached) : NodeScrape;
}
