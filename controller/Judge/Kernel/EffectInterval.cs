namespace Rollout.Judge;

/// <summary>
/// The shown effect: the log rate ratio of greatest likelihood, node effect integrated, with every x that the mixture over
/// losses and gains does not refute by 20 to 1 (Robbins' confidence sequence: it holds at all times together with 95 %).
/// </summary>
/// <param name="Effect">Relative difference.</param>
/// <param name="Low">-1 where nothing bounds it from below.</param>
/// <param name="High">Null where nothing bounds it from above.</param>
internal readonly record struct EffectInterval(double Effect, double Low, double? High)
{
    private static readonly double Refuted = Math.Log(20);

    /// <summary>Normal priors on the log rate ratio: from differences of three per cent to an outage.</summary>
    private static readonly double[] Scales = [0.03, 0.1, 0.3, 1.2];

    public static EffectInterval Of(LogLikelihood likelihood, double sigma0)
    {
        Span<double> logs = stackalloc double[Scales.Length];
        for (var j = 0; j < logs.Length; j++)
        {
            // A normal prior convolved with the node effect is a normal again.
            logs[j] = likelihood.Integrated(0, Math.Sqrt((Scales[j] * Scales[j]) + (sigma0 * sigma0)));
        }

        var floor = LogSpace.Sum(logs) - Math.Log(Scales.Length) - Refuted;
        double Excess(double x) => likelihood.Integrated(x, sigma0) - floor;
        var best = likelihood.Best();
        var domain = likelihood.Domain;
        var low = Bound(Excess, best, domain.Low);
        var high = Bound(Excess, best, domain.High);
        return new EffectInterval(
            Math.Exp(best) - 1,
            low is { } l ? Math.Exp(l) - 1 : -1,
            high is { } h ? Math.Exp(h) - 1 : null);
    }

    /// <summary>Where the concave excess falls through zero between the best and the end; null when it does not.</summary>
    private static double? Bound(Func<double, double> excess, double best, double end)
    {
        double inside = best, above = excess(best), outside = end, below = excess(end);
        if (below >= 0 || above < 0)
        {
            return below >= 0 ? null : best;
        }

        // A parabola through the top guesses first; then false position with halved weights (Illinois), never leaving the bracket.
        var guess = best + ((end - best) * Math.Sqrt(above / (above - below)));
        for (var i = 0; i < 60 && Math.Abs(outside - inside) > 1e-5; i++)
        {
            var at = excess(guess);
            if (Math.Abs(at) < 1e-6)
            {
                return guess;
            }

            if (at >= 0)
            {
                (inside, above, below) = (guess, at, i > 0 ? below / 2 : below);
            }
            else
            {
                (outside, below, above) = (guess, at, i > 0 ? above / 2 : above);
            }

            guess = i % 3 == 2 ? (inside + outside) / 2 : inside + ((outside - inside) * above / (above - below));
        }

        return outside;
    }
}
