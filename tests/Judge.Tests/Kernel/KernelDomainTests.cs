namespace Rollout.Judge.Tests;

public sealed class KernelDomainTests
{
    private static readonly double[] Deviations = [.. Enumerable.Range(0, 2001).Select(i => i / 4000.0)];

    [Fact]
    public void A_domain_reaches_losses_of_98_percent_and_eight_node_effects()
    {
        foreach (var sigma0 in Deviations)
        {
            var rates = KernelDomain.ForRates(sigma0, 1);
            Assert.True(rates.Low <= Math.Log(0.02) && rates.High >= 8 * sigma0, $"{sigma0}: {rates}");
            Assert.True(KernelDomain.ForRanks(sigma0).High >= 1.6 + (8 * sigma0) && KernelDomain.ForSplits(sigma0).Low <= -8 * sigma0, $"{sigma0}");
        }
    }

    /// <summary>Tables are kept by domain: a domain of its own for every calibration would be a table of its own.</summary>
    [Fact]
    public void All_node_effects_share_a_few_domains()
    {
        var domains = Deviations.SelectMany(s => new[] { KernelDomain.ForRates(s, 1), KernelDomain.ForRanks(s), KernelDomain.ForSplits(s) });
        Assert.InRange(domains.Distinct().Count(), 20, 60);
        var tilts = Enumerable.Range(0, 2001).Select(i => KernelDomain.ForRates(0.05, 1 + (i / 250.0)));
        Assert.InRange(tilts.Distinct().Count(), 10, 20);
    }
}
