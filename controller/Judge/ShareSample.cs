namespace Rollout.Judge;

/// <summary>
/// One sample of a kernel: the fleet's events of one bucket in groups of equal weight, and what of them fell on the canary.
/// An event of weight u falls on a canary of log rate ratio x with the odds rho e^((x + shift) u) : 1 - rho.
/// </summary>
/// <param name="canary">Sum of the weights of the canary's events.</param>
/// <param name="weights">Weight u of each group.</param>
/// <param name="counts">The fleet's events in each group, canary included.</param>
/// <param name="share">rho, in (0, 1): the canary's expected share of the fleet's events.</param>
/// <param name="shift">The canary's log rate ratio where it does as expected; 0 where rho says it all.</param>
internal readonly ref struct ShareSample(double canary, ReadOnlySpan<double> weights, ReadOnlySpan<double> counts, double share, double shift = 0)
{
    public double Canary { get; } = canary;

    /// <summary>rho (1 - rho) times the sum of n u^2: what the sample tells about x, before phi.</summary>
    public double Information()
    {
        var sum = 0.0;
        for (var i = 0; i < Counts.Length; i++)
        {
            sum += Counts[i] * Weights[i] * Weights[i];
        }

        return share * (1 - share) * sum;
    }

    /// <summary>Sum of n ln(1 - rho + rho e^(xu)) over the groups, relative to no difference.</summary>
    public double FleetTerm(double x)
    {
        var sum = 0.0;
        for (var i = 0; i < Counts.Length; i++)
        {
            if (Counts[i] != 0)
            {
                sum += Counts[i] * (shift == 0 ? LogOdds(x * Weights[i]) : LogOdds((x + shift) * Weights[i]) - LogOdds(shift * Weights[i]));
            }
        }

        return sum;
    }

    private ReadOnlySpan<double> Weights { get; } = weights;

    private ReadOnlySpan<double> Counts { get; } = counts;

    private double LogOdds(double exponent) => Math.Log(1 + (share * (Math.Exp(exponent) - 1)));
}
