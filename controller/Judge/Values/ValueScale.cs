namespace Rollout.Judge;

/// <summary>The fleet's historical distribution of order values, and the weights that events get by it (judge/README.md 2.4).</summary>
public sealed record ValueScale
{
    /// <summary>Relative frequency of each bin; sums to 1.</summary>
    public required IReadOnlyList<double> Frequencies { get; init; }

    /// <summary>u of each bin: min(v, cap) E[W]/E[W^2], W = min(v, cap), cap the 95th percentile. Free of the unit of money.</summary>
    public required IReadOnlyList<double> Tilts { get; init; }

    /// <summary>1/2 - F0(v) of each bin, F0 the mid-rank: above zero for small orders.</summary>
    internal double[] Ranks()
    {
        var ranks = new double[Frequencies.Count];
        var below = 0.0;
        for (var b = 0; b < ranks.Length; b++)
        {
            ranks[b] = 0.5 - below - (Frequencies[b] / 2);
            below += Frequencies[b];
        }

        return ranks;
    }

    /// <summary>The tilt x at which the historical orders, each kept with the odds e^(xu), earn (1 - loss) of their capped value.</summary>
    internal double LogRatioOfLoss(double loss)
    {
        // Newton on ln(earned), which is convex and rising: from the right of the root it never oversteps.
        var goal = Math.Log(1 - loss) + Math.Log(Earned(0).Money);
        var x = 0.0;
        for (var i = 0; i < 100; i++)
        {
            var (money, slope) = Earned(x);
            var step = (Math.Log(money) - goal) * money / slope;
            x -= step;
            if (Math.Abs(step) < 1e-12)
            {
                break;
            }
        }

        return x;
    }

    /// <summary>The rank parameter of a loss of basket size: every order worth (1 - loss) of what it was.</summary>
    internal double RankOfLoss(double loss)
    {
        if (loss <= 0)
        {
            return 0;
        }

        var ranks = Ranks();
        double lift = 0, square = 0;
        for (var b = 0; b < ranks.Length; b++)
        {
            lift += Frequencies[b] * (RankAt(Tilts[b] * (1 - loss), ranks) - ranks[b]);
            square += Frequencies[b] * ranks[b] * ranks[b];
        }

        return square > 0 ? lift / square : 0;
    }

    private double RankAt(double tilt, double[] ranks)
    {
        var above = 0;
        while (above < Tilts.Count - 1 && Tilts[above] < tilt)
        {
            above++;
        }

        if (above == 0)
        {
            return ranks[0];
        }

        var span = Tilts[above] - Tilts[above - 1];
        var part = span > 0 ? Math.Clamp((tilt - Tilts[above - 1]) / span, 0, 1) : 0;
        return ranks[above - 1] + (part * (ranks[above] - ranks[above - 1]));
    }

    private (double Money, double Slope) Earned(double x)
    {
        double money = 0, slope = 0;
        for (var b = 0; b < Tilts.Count; b++)
        {
            var kept = Frequencies[b] * Tilts[b] * Math.Exp(x * Tilts[b]);
            money += kept;
            slope += kept * Tilts[b];
        }

        return (money, slope);
    }
}
