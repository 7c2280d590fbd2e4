namespace Rollout.Judge.Tests;

/// <summary>The e-value with alternatives that carry the node effect, against integrals on a dense grid of the closed form.</summary>
public sealed class NormalIntegralsTests
{
    private const double Share = .1;

    public static TheoryData<double, double, double> Cases
    {
        get
        {
            var cases = new TheoryData<double, double, double>();
            foreach (var events in new[] { 1, 20, 200, 2e3, 2e4, 2e5, 2e6 })
            {
                foreach (var sigma0 in new[] { .003, .01, .05, .1, .3 })
                {
                    foreach (var kept in new[] { .1, .5, .8, 1, 1.3 })
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
    public void The_evidence_of_harm_is_exact_at_any_amount_of_information(double events, double sigma0, double kept)
    {
        var canary = Math.Round(events * Share * kept);
        var design = KernelDesign.OfLosses(1, sigma0, 1, 0, loss => Math.Log(1 - loss));
        var sums = new ShareSums(design);
        sums.Add(new ShareSample(canary, [1], [events], Share));
        var logs = design.Alternatives.Select((a, j) => design.LogWeights[j] + Dense(canary, events, a, sigma0)).ToArray();
        var expected = LogSpace.Sum(logs) - Dense(canary, events, 0, sigma0);
        Assert.Equal(expected, sums.LogHarm(), 1e-8 * Math.Max(1, events / 1e6));
    }

    [Fact]
    public void The_eight_nodes_have_the_moments_of_a_normal()
    {
        // 1, 1, 3, 15, 105, 945, 10395, 135135: exact up to the fifteenth power.
        var expected = 1.0;
        for (var power = 0; power < 16; power += 2)
        {
            Assert.Equal(1, NormalIntegrals.Nodes.Select((z, i) => NormalIntegrals.Weights[i] * Math.Pow(z, power)).Sum() / expected, 1e-13);
            expected *= power + 1;
        }
    }

    private static double Dense(double canary, double fleet, double centre, double sigma0)
    {
        double Exponent(double x) =>
            (canary * x) - (fleet * Math.Log(1 + (Share * (Math.Exp(x) - 1)))) - ((x - centre) * (x - centre) / (2 * sigma0 * sigma0));

        var (low, high) = (-8.0, 3.0);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (high - ((high - low) * .6180339887498949), low + ((high - low) * .6180339887498949));
            (low, high) = Exponent(a) < Exponent(b) ? (a, high) : (low, b);
        }

        var top = (low + high) / 2;
        var deviation = 1 / Math.Sqrt((1 / (sigma0 * sigma0)) + (fleet * Share * (1 - Share) * Math.Exp(top)));
        var step = 26 * deviation / 4000;
        var sum = Enumerable.Range(-2500, 5001).Sum(i => Math.Exp(Exponent(top + (i * step)) - Exponent(top)));
        return Exponent(top) + Math.Log(sum * step / (sigma0 * Math.Sqrt(2 * Math.PI)));
    }
}
