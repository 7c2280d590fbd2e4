namespace Rollout.Judge;

/// <summary>
/// Placebo calibration (judge/README.md 2.2): every node in turn plays the canary over past windows, expected from the rest of
/// the history. z^2 = (K - rho N)^2 / (rho (1 - rho) V) over blocks of growing length has the mean phi + sigma0^2 I: the
/// intercept is the overdispersion, the slope the variance of the node effect.
/// </summary>
internal sealed class PlaceboStudy
{
    /// <summary>From so many windows on the estimates are taken as they are.</summary>
    public const int EnoughWindows = 60;

    private static readonly int[] BlockLengths = [5, 15, 60, 180];

    private const int LongBlock = 60;

    private readonly PartSeries series;
    private readonly Func<int, int, PlaceboExpectation> expect;
    private readonly int setSize;
    private readonly bool measuredShares;

    /// <param name="series">The part's history.</param>
    /// <param name="expect">Expectation for buckets from..to-1 made from the others.</param>
    /// <param name="setSize">How many nodes play the canary together.</param>
    /// <param name="measuredShares">Whether expected shares are themselves measured on the rest of the history.</param>
    public PlaceboStudy(PartSeries series, Func<int, int, PlaceboExpectation> expect, int setSize, bool measuredShares) =>
        (this.series, this.expect, this.setSize, this.measuredShares) = (series, expect, setSize, measuredShares);

    /// <summary>Mean z^2 and information of one block length.</summary>
    private sealed class Scale(int length)
    {
        public int Length { get; } = length;

        public int Blocks { get; set; }

        public double Squares { get; set; }

        public double Information { get; set; }

        public double MeanSquare => Squares / Blocks;

        public double MeanInformation => Information / Blocks;
    }

    /// <summary>Mean z^2 over an hour and more, after <see cref="Calibrate"/>: the smaller, the better were the expectations.</summary>
    public double Surprise { get; private set; }

    /// <summary>Phi and sigma0 from windows of the given lengths (in buckets): block lengths are studied within the first.</summary>
    public PartBaseline Calibrate(IReadOnlyList<int> windows)
    {
        var blocks = BlockLengths.Where(b => b < windows[0]).Select(b => new Scale(b)).ToList();
        var wholes = windows.Select(w => new Scale(w)).ToList();
        Study(windows[0], [.. blocks, wholes[0]]);
        foreach (var whole in wholes.Skip(1))
        {
            Study(whole.Length, [whole]);
        }

        var used = blocks.Concat(wholes).Where(s => s.Blocks > 0 && s.Information > 0).ToList();
        if (used.Count == 0)
        {
            return new PartBaseline { Phi = 1, Sigma0 = 0 };
        }

        var (phi, slope) = Line(used);
        var variance = slope - ShorterReference(wholes[0], phi);
        foreach (var whole in wholes.Where(w => w.Blocks > 0 && w.Information > 0))
        {
            variance = Math.Max(variance, ((whole.MeanSquare - phi) / whole.MeanInformation) - ShorterReference(whole, phi));
        }

        Surprise = used.Where(s => s.Length >= LongBlock || s.Length == windows[0]).Select(s => s.MeanSquare).DefaultIfEmpty(phi).Average();
        var measured = Math.Sqrt(Math.Max(0, variance));
        var windowsStudied = wholes[0].Blocks;
        return new PartBaseline
        {
            Phi = phi,
            Sigma0 = measured * Math.Sqrt(Caution(windowsStudied)),
            Windows = windowsStudied,
            MeasuredSigma0 = measured,
            WindowInformation = windowsStudied > 0 ? wholes[0].MeanInformation / phi : 0,
            Freedom = windowsStudied > 0 ? Known(windowsStudied) : 0,
        };
    }

    /// <summary>
    /// A placebo's share is measured on the history without its window, the canary's on all of it: the variance that the
    /// shorter reference adds, phi/I for each, is none of the rollout's.
    /// </summary>
    private double ShorterReference(Scale window, double phi)
    {
        if (!measuredShares || window.Blocks == 0 || !(window.Information > 0))
        {
            return 0;
        }

        var perBucket = window.MeanInformation / window.Length;
        return phi / perBucket * ((1.0 / (series.Buckets - window.Length)) - (1.0 / series.Buckets));
    }

    private void Study(int window, IReadOnlyList<Scale> scales)
    {
        for (var from = 0; from + window <= series.Buckets; from += window)
        {
            var expectation = expect(from, from + window);
            var residuals = Residuals(from, window, expectation);
            foreach (var (surprise, information) in residuals)
            {
                foreach (var scale in scales)
                {
                    Blocks(scale, surprise, information);
                }
            }
        }
    }

    private static void Blocks(Scale scale, double[] surprise, double[] information)
    {
        for (var start = 0; start + scale.Length <= surprise.Length; start += scale.Length)
        {
            double u = 0, i = 0;
            for (var t = start; t < start + scale.Length; t++)
            {
                u += surprise[t];
                i += information[t];
            }

            if (i > 0)
            {
                scale.Blocks++;
                scale.Squares += u * u / i;
                scale.Information += i;
            }
        }
    }

    /// <summary>For every pretended set of canaries: K - rho N and its variance under independence, bucket by bucket.</summary>
    private IEnumerable<(double[] Surprise, double[] Information)> Residuals(int from, int window, PlaceboExpectation expectation)
    {
        var weights = new double[window];
        for (var t = 0; t < window; t++)
        {
            for (var i = 0; i < series.Nodes; i++)
            {
                weights[t] += series.Has(i, from + t) ? expectation.Weight(series, i, from + t) : 0;
            }
        }

        for (var first = 0; first < series.Nodes; first++)
        {
            var (surprise, information) = (new double[window], new double[window]);
            for (var t = 0; t < window; t++)
            {
                (surprise[t], information[t]) = Residual(first, from + t, weights[t], expectation);
            }

            yield return (surprise, information);
        }
    }

    private (double Surprise, double Information) Residual(int first, int t, double weight, PlaceboExpectation expectation)
    {
        double canary = 0, share = 0, lift = 0;
        for (var k = 0; k < setSize; k++)
        {
            var i = (first + k) % series.Nodes;
            if (series.Has(i, t))
            {
                var own = weight > 0 ? expectation.Weight(series, i, t) / weight : 0;
                canary += series.Of(i, t);
                share += own;
                lift += expectation.Lifts is null ? 0 : own * expectation.Lifts[i];
            }
        }

        return share is > 0 and < 1 - 1e-12
            ? (canary - (share * series.Fleet[t]) - (lift * series.Squares[t]), share * (1 - share) * series.Squares[t])
            : (0, 0);
    }

    /// <summary>z^2 = phi + sigma0^2 I by least squares, each length weighted by its precision; phi at least 1, the slope at least 0.</summary>
    private static (double Phi, double Slope) Line(List<Scale> scales)
    {
        double phi = 1, slope = 0;
        for (var round = 0; round < 5; round++)
        {
            double w = 0, wi = 0, wz = 0, wii = 0, wiz = 0;
            foreach (var s in scales)
            {
                var expected = phi + (slope * s.MeanInformation);
                var weight = s.Blocks / (expected * expected);
                w += weight;
                wi += weight * s.MeanInformation;
                wz += weight * s.MeanSquare;
                wii += weight * s.MeanInformation * s.MeanInformation;
                wiz += weight * s.MeanInformation * s.MeanSquare;
            }

            var spread = (w * wii) - (wi * wi);
            slope = spread > 1e-9 * w * wii ? Math.Max(0, ((w * wiz) - (wi * wz)) / spread) : 0;
            phi = (wz - (slope * wi)) / w;
            if (phi < 1)
            {
                phi = 1;
                slope = Math.Max(0, (wiz - wi) / wii);
            }
        }

        return (phi, slope);
    }

    /// <summary>How much larger the true variance may be (one-sided 80 %) when it was measured on few windows, or on few nodes.</summary>
    private double Caution(int windows)
    {
        var freedom = Freedom(windows);
        return Seen(windows) >= EnoughWindows ? 1 : freedom / ChiSquareFifth(freedom);
    }

    /// <summary>Without shares of their own the nodes' lasting differences are what is measured: more windows show the same ones again.</summary>
    private int Seen(int windows) => measuredShares ? windows : Math.Min(windows, series.Nodes);

    /// <summary>The shares of a window sum to 1: one node's residual says nothing new.</summary>
    private double Freedom(int windows) => Math.Max(1, Seen(windows) * (double)Math.Max(1, series.Nodes - 1) / series.Nodes);

    /// <summary>
    /// Behind the mean square of so many windows: each node's own level was taken from the windows beside them, and sets of canaries that share
    /// nodes say less than their number.
    /// </summary>
    private double Known(int windows)
    {
        var freedom = measuredShares ? ((windows / (double)series.Nodes) - 1) * (series.Nodes - 1) : Freedom(windows);
        return Math.Max(1, freedom / Overlap(setSize));
    }

    /// <summary>Runs of k neighbours that begin at every node share nodes: the sum of their squared correlations (1 - lag/k)^2.</summary>
    private static double Overlap(int k) => ((2.0 * k * k) + 1) / (3 * k);

    /// <summary>20 % quantile of chi-square by the cube-root approximation (Wilson and Hilferty, PNAS 17, 1931).</summary>
    internal static double ChiSquareFifth(double freedom)
    {
        var part = 2 / (9 * freedom);
        var root = 1 - part - (0.8416212335729143 * Math.Sqrt(part));
        return freedom * root * root * root;
    }
}
