namespace Rollout.Metrics.Scraping;

/// <summary>One node at one boundary. A counter that is absent from a reading is zero; a node without a reading is missing.</summary>
public abstract record NodeReading
{
    private NodeReading()
    {
    }

    public sealed record Read(NodeCounters Counters) : NodeReading;

    /// <param name="Reason">Why there is no reading.</param>
    /// <param name="Reached">It did answer, but with nothing that can be read.</param>
    public sealed record Missed(string Reason, bool Reached = false) : NodeReading;
}
