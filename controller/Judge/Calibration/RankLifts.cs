namespace Rollout.Judge;

/// <summary>How much smaller each node's baskets were than the fleet's.</summary>
internal static class RankLifts
{
    /// <summary>Lift of every node from the buckets outside from..to-1 (<see cref="NodeExpectation.RankLift"/>).</summary>
    public static double[] Without(PartSeries rank, double[] shares, int from, int to)
    {
        var (surprise, weight) = (new double[rank.Nodes], new double[rank.Nodes]);
        for (var t = 0; t < rank.Buckets; t++)
        {
            if (t >= from && t < to)
            {
                continue;
            }

            var present = 0.0;
            for (var i = 0; i < rank.Nodes; i++)
            {
                present += rank.Has(i, t) ? shares[i] * rank.Exposure(i, t) : 0;
            }

            for (var i = 0; i < rank.Nodes; i++)
            {
                if (rank.Has(i, t) && present > 0)
                {
                    var share = shares[i] * rank.Exposure(i, t) / present;
                    surprise[i] += rank.Of(i, t) - (share * rank.Fleet[t]);
                    weight[i] += share * rank.Squares[t];
                }
            }
        }

        return [.. surprise.Zip(weight, (u, v) => v > 0 ? u / v : 0)];
    }
}
