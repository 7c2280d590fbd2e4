namespace Rollout.Judge;

/// <summary>
/// The share kernel alone, one metric with events of weight 1 (judge/README.md 2.1 to 2.3): feed it samples, read the log e-value.
/// The judge of a metric builds on the same sums; this is for whoever wants the kernel itself (benchmarks, reference vectors).
/// </summary>
public sealed class ShareEProcess
{
    private readonly ShareSums sums;
    private readonly Func<double> evaluate;

    private ShareEProcess(ShareSums sums, Func<double> evaluate) => (this.sums, this.evaluate) = (sums, evaluate);

    /// <summary>Harm side: null "no loss above the floor", alternatives losses of 1 to 98 per cent.</summary>
    public static ShareEProcess Harm(
        double sigma0 = 0, double phi = 1, double floor = 0, double atStart = 1, double horizonInformation = 0, bool spreadAlternatives = false)
    {
        var design = KernelDesign.OfLosses(phi, sigma0, 1, floor, loss => Math.Log(1 - loss), KernelDesign.ReferenceWeights) with
        {
            AtStart = atStart,
            HorizonInformation = horizonInformation,
            SpreadAlternatives = spreadAlternatives,
            OnsetQuantum = 0,
        };
        var sums = new ShareSums(design);
        return new ShareEProcess(sums, () => sums.LogHarm());
    }

    /// <summary>Safe side: null "a loss of at least the tolerance", alternatives a quarter and a half of it, nothing, gains.</summary>
    public static ShareEProcess Safe(double tolerance, double sigma0 = 0, double phi = 1, bool spreadAlternatives = false)
    {
        var sums = new ShareSums(KernelDesign.OfLosses(phi, sigma0, 1, 0, loss => Math.Log(1 - loss)));
        var spread = spreadAlternatives ? sigma0 : 0;
        return new ShareEProcess(sums, () => SafeSide.LogEvalue(sums.Likelihood(), sigma0, spread, tolerance, Math.Log(1 - tolerance)));
    }

    /// <summary>One sample: so many of the fleet's events fell on the canary, where the given share of them was expected.</summary>
    public void Add(double canary, double fleet, double share) => sums.Add(new ShareSample(canary, [1], [fleet], share));

    /// <summary>Natural log of the e-value after all samples so far.</summary>
    public double LogEvalue() => evaluate();
}
