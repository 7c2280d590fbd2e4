namespace Rollout.Metrics.Prometheus;

/// <summary>What a server answered to one query.</summary>
public abstract record PrometheusAnswer
{
    private PrometheusAnswer()
    {
    }

    /// <summary>All series that were asked for; none is a whole answer too.</summary>
    public sealed record Matrix(IReadOnlyList<StoredSeries> Series) : PrometheusAnswer;

    /// <param name="Reason">A sentence without secrets.</param>
    /// <param name="Reached">It did answer, and asking again alone will not mend it.</param>
    /// <param name="RetryAfter">How long it asks us to stay away; null where it said nothing.</param>
    public sealed record Failed(string Reason, bool Reached, TimeSpan? RetryAfter = null) : PrometheusAnswer;
}
