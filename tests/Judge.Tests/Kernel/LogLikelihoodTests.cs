namespace Rollout.Judge.Tests;

/// <summary>The integral over the node effect against a dense grid on the closed form K x - N ln(1 - rho + rho e^x).</summary>
public sealed class LogLikelihoodTests
{
    private const double Share = 0.1;

    public static TheoryData<double, double, double> Cases
    {
        get
        {
            var cases = new TheoryData<double, double, double>();
            foreach (var events in new[] { 1e2, 1e3, 1e4, 1e5, 1e6, 1e7 })
            {
                foreach (var sigma0 in new[] { .001, .01, .05, .1, .3 })
                {
                    foreach (var kept in new[] { 1, .9, .5, 1.3 })
                    {
                        cases.Add(events, sigma0, kept);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_null_is_exact_at_any_amount_of_information(double events, double sigma0, double kept)
    {
        var canary = Math.Round(events * Share * kept);
        foreach (var centre in new[] { 0, Math.Log(.8) })
        {
            Assert.Equal(Dense(canary, events, centre, sigma0), Kernel(canary, events, sigma0).Integrated(centre, sigma0), 1e-8 * Scale(events));
        }
    }

    /// <summary>The hole that a fixed quadrature has: seen by the same comparison.</summary>
    [Fact]
    public void Nine_fixed_nodes_would_have_holes_where_the_likelihood_is_narrow()
    {
        var kernel = Kernel(90_000, 1e6, .1);
        var dense = Dense(90_000, 1e6, 0, .1);
        Assert.True(Math.Abs(dense - NineNodes(kernel, .1)) > 1);
        Assert.Equal(dense, kernel.Integrated(0, .1), 1e-8);
    }

    [Fact]
    public void Without_node_effect_the_null_is_the_point_itself()
    {
        var kernel = Kernel(95, 1000, 0);
        Assert.Equal(Direct(95, 1000, -.2), kernel.Integrated(-.2, 0), 1e-10);
    }

    [Fact]
    public void Beyond_the_domain_the_null_is_overstated_never_understated()
    {
        var kernel = Kernel(0, 1e5, .3);
        foreach (var x in new[] { -6.0, -8, 3, 5 })
        {
            Assert.True(kernel.At(x) >= Direct(0, 1e5, x) - 1e-9);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(50)]
    [InlineData(180)]
    public void The_best_rate_is_the_odds_ratio_of_the_share(double canary) =>
        Assert.Equal(Math.Log(canary / (1000 - canary) * (1 - Share) / Share), Kernel(canary, 1000, 0).Best(), 1e-9);

    /// <summary>Doubles of size 1e6 and more leave less than eight decimals of a sum over them.</summary>
    private static double Scale(double events) => Math.Max(1, events / 1e6);

    private static LogLikelihood Kernel(double canary, double fleet, double sigma0)
    {
        var domain = KernelDomain.ForRates(sigma0, 1);
        var sums = new ShareSums(KernelDesign.OfLosses(1, sigma0, 1, 0, l => Math.Log(1 - l)) with { Domain = domain });
        sums.Add(new ShareSample(canary, [1], [fleet], Share));
        return sums.Likelihood();
    }

    private static double Direct(double canary, double fleet, double x) => (canary * x) - (fleet * Math.Log(1 + (Share * (Math.Exp(x) - 1))));

    private static double Dense(double canary, double fleet, double centre, double sigma0)
    {
        double Exponent(double x) => Direct(canary, fleet, x) - ((x - centre) * (x - centre) / (2 * sigma0 * sigma0));

        // Golden section for the top, then 40,001 points over +-15 of the widest deviation that the top can have.
        var (low, high) = (-4.0, 2.0);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (high - ((high - low) * .6180339887498949), low + ((high - low) * .6180339887498949));
            (low, high) = Exponent(a) < Exponent(b) ? (a, high) : (low, b);
        }

        var top = (low + high) / 2;
        var deviation = 1 / Math.Sqrt((1 / (sigma0 * sigma0)) + (fleet * Share * (1 - Share) * Math.Exp(top)));
        var step = 30 * deviation / 40_000;
        var sum = 0.0;
        for (var i = -100_000; i <= 20_000; i++)
        {
            sum += Math.Exp(Exponent(top + (i * step)) - Exponent(top));
        }

        return Exponent(top) + Math.Log(sum * step / (sigma0 * Math.Sqrt(2 * Math.PI)));
    }

    private static double NineNodes(LogLikelihood kernel, double sigma0)
    {
        // Gauss-Hermite, 9 nodes, for the weight e^(-z^2/2)/sqrt(2 pi): Abramowitz and Stegun, table 25.10 (nodes times sqrt 2).
        double[] nodes = [0, 1.0232556637891325, 2.0768479786778302, 3.2054290028564703, 4.5127458633997826];
        double[] weights = [.40634920634920635, .24409750289493909, .04991640676521788, .002789141321231769, .00002234584400774];
        double[] logs =
        [
            Math.Log(weights[0]) + kernel.At(0),
            .. Enumerable.Range(1, 4).SelectMany(i => new[] { nodes[i], -nodes[i] }.Select(z => Math.Log(weights[i]) + kernel.At(sigma0 * z))),
        ];
        return LogSpace.Sum(logs);
    }
}
