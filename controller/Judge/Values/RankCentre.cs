namespace Rollout.Judge;

/// <summary>
/// The fleet's mean rank weight of late. Ranks are centred by it, so that hours of small orders, or a canary with more orders
/// than expected in such an hour, do not look like smaller baskets. A function of the fleet's orders alone, so that given these
/// the split between canary and controls stays what it was.
/// </summary>
/// <param name="Sum">Sum of rank weights over the remembered events.</param>
/// <param name="Events">Remembered events, at most <see cref="Memory"/>.</param>
internal readonly record struct RankCentre(double Sum, double Events)
{
    private const double Memory = 200;

    /// <summary>History's mean is 0 by construction: worth a few events.</summary>
    public static RankCentre Start => new(0, 20);

    /// <summary>The centre for a bucket, its own events included, and what is remembered of it.</summary>
    public (double Middle, RankCentre Next) Next(ReadOnlySpan<double> ranks, ReadOnlySpan<double> fleet)
    {
        var (sum, events) = (Sum, Events);
        for (var b = 0; b < fleet.Length; b++)
        {
            sum += ranks[b] * fleet[b];
            events += fleet[b];
        }

        var kept = Math.Min(1, Memory / events);
        return (sum / events, new RankCentre(sum * kept, events * kept));
    }
}
