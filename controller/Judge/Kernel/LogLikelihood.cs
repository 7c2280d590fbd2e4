using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// D(x): the log-likelihood ratio of a log rate ratio x against 0, over all samples so far, as a Chebyshev series. Concave.
/// Outside the domain its tangent stands in, which for a concave function is never below it: a null is then overstated,
/// never understated.
/// </summary>
internal sealed class LogLikelihood
{
    private const double Negligible = -36; // e^-36 = 2e-16: below what a double can add
    private const double StepInDeviations = 0.6;
    private const int Lanes = 4;

    private readonly double canary;
    private readonly double[] value;
    private readonly double[] slope;
    private readonly double[] curvature;
    private readonly double slopeAtLow;
    private readonly double slopeAtHigh;

    /// <param name="domain">Where the series holds.</param>
    /// <param name="canary">What fell on the canary, divided by phi: the linear term, kept apart so that it is exact.</param>
    /// <param name="fleet">Sum of n ln(1 - rho + rho e^(xu)) / phi at the domain's points.</param>
    public LogLikelihood(KernelDomain domain, double canary, ReadOnlySpan<double> fleet)
    {
        Domain = domain;
        this.canary = canary;
        value = new double[domain.Size];
        slope = new double[domain.Size];
        curvature = new double[domain.Size];
        ChebyshevTable.Of(domain.Size).Transform(fleet, value);
        ChebyshevTable.Differentiate(value, slope);
        ChebyshevTable.Differentiate(slope, curvature);
        slopeAtLow = Bend(domain.Low).Slope;
        slopeAtHigh = Bend(domain.High).Slope;
    }

    /// <summary>The range on which the series holds.</summary>
    public KernelDomain Domain { get; }

    public double At(double x) => At(Vector256.Create(x), Vector256.Create(x)).A[0];

    /// <summary>The log rate ratio that explains the samples best: within the domain.</summary>
    public double Best() => Mode(0, 0).X;

    /// <summary>
    /// ln of the integral of e^D over N(centre, deviation^2), to 1e-8 at any amount of information: the trapezoid rule about the
    /// mode in steps of 0.6 of the posterior's deviation (its error for a Gaussian is e^(-2 pi^2/0.36)), outwards until nothing is left.
    /// </summary>
    public double Integrated(double centre, double deviation)
    {
        if (deviation <= 0)
        {
            return At(centre);
        }

        var precision = 1 / (deviation * deviation);
        var (mode, bend) = Mode(centre, precision);
        var step = StepInDeviations / Math.Sqrt(precision - bend);
        var top = At(mode) - (precision * (mode - centre) * (mode - centre) / 2);
        var sum = 1 + Tails(mode, step, top, centre, precision);
        return top + Math.Log(sum * step / (deviation * Math.Sqrt(2 * Math.PI)));
    }

    /// <summary>Both sides at once, four steps a round: two chains that the processor runs beside each other.</summary>
    private double Tails(double mode, double step, double top, double centre, double precision)
    {
        var sum = Vector256<double>.Zero;
        var away = Vector256.Create(1.0, 2, 3, 4) * step;
        for (var i = 0; i < 2000; i += Lanes)
        {
            var (right, left) = (Vector256.Create(mode) + away, Vector256.Create(mode) - away);
            var (above, below) = At(right, left);
            (right, left) = (right - Vector256.Create(centre), left - Vector256.Create(centre));
            above -= (right * right * (precision / 2)) + Vector256.Create(top);
            below -= (left * left * (precision / 2)) + Vector256.Create(top);
            sum += Vector256.Exp(above) + Vector256.Exp(below);
            if (above[Lanes - 1] < Negligible && below[Lanes - 1] < Negligible)
            {
                break;
            }

            away += Vector256.Create(Lanes * step);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Clenshaw's recurrence at two times four places.</summary>
    private (Vector256<double> A, Vector256<double> B) At(Vector256<double> a, Vector256<double> b)
    {
        var (insideA, insideB) = (Inside(a), Inside(b));
        var (tA, tB) = (Scaled(insideA), Scaled(insideB));
        var (twiceA, twiceB) = (tA + tA, tB + tB);
        Vector256<double> nextA = default, afterA = default, nextB = default, afterB = default;
        for (var j = value.Length - 1; j > 0; j--)
        {
            var coefficient = Vector256.Create(value[j]);
            (nextA, afterA) = (Vector256.FusedMultiplyAdd(twiceA, nextA, coefficient - afterA), nextA);
            (nextB, afterB) = (Vector256.FusedMultiplyAdd(twiceB, nextB, coefficient - afterB), nextB);
        }

        var first = Vector256.Create(value[0]);
        return (Beyond(a, insideA, (insideA * canary) - (first + (tA * nextA) - afterA)),
            Beyond(b, insideB, (insideB * canary) - (first + (tB * nextB) - afterB)));
    }

    private Vector256<double> Inside(Vector256<double> x) =>
        Vector256.Min(Vector256.Max(x, Vector256.Create(Domain.Low)), Vector256.Create(Domain.High));

    private Vector256<double> Scaled(Vector256<double> x) => (x - Vector256.Create(Domain.Middle)) * (1 / Domain.Half);

    /// <summary>Adds the tangent's part where x lies outside the domain.</summary>
    private Vector256<double> Beyond(Vector256<double> x, Vector256<double> inside, Vector256<double> at)
    {
        if (inside == x)
        {
            return at;
        }

        var beyond = x - inside;
        var (below, above) = (Vector256.Min(beyond, Vector256<double>.Zero), Vector256.Max(beyond, Vector256<double>.Zero));
        return at + (below * slopeAtLow) + (above * slopeAtHigh);
    }

    /// <summary>First and second derivative; outside the domain those of the tangent.</summary>
    private (double Slope, double Curvature) Bend(double x)
    {
        var inside = Math.Clamp(x, Domain.Low, Domain.High);
        var t = (inside - Domain.Middle) / Domain.Half;
        double next1 = 0, after1 = 0, next2 = 0, after2 = 0;
        var twice = 2 * t;
        for (var j = slope.Length - 1; j > 0; j--)
        {
            (next1, after1) = (Math.FusedMultiplyAdd(twice, next1, slope[j] - after1), next1);
            (next2, after2) = (Math.FusedMultiplyAdd(twice, next2, curvature[j] - after2), next2);
        }

        var first = canary - ((slope[0] + (t * next1) - after1) / Domain.Half);
        var second = -(curvature[0] + (t * next2) - after2) / (Domain.Half * Domain.Half);
        return (first, inside == x ? Math.Min(0, second) : 0);
    }

    /// <summary>Root of the falling function D'(x) - precision (x - centre), and D'' there: Newton, halving where it leaves the bracket.</summary>
    private (double X, double Curvature) Mode(double centre, double precision)
    {
        double low = Domain.Low, high = Domain.High;
        var x = Math.Clamp(centre, low, high);
        if (precision > 0)
        {
            // The slope at the centre says on which side the mode lies, and how far off it can be at most.
            var pull = Bend(centre).Slope / precision;
            (low, high) = pull < 0 ? (centre + pull, centre) : (centre, centre + pull);
            x = centre;
        }

        for (var i = 0; i < 200; i++)
        {
            var (rise, bend) = Bend(x);
            rise -= precision * (x - centre);
            (low, high) = rise > 0 ? (x, high) : (low, x);
            var newton = x - (rise / (bend - precision));
            var next = newton > low && newton < high ? newton : (low + high) / 2;

            // A step of less than a hundredth of a deviation moves the integral's points, not its value.
            var near = precision > 0 && (next - x) * (next - x) * (precision - bend) < 1e-4;
            if (near || Math.Abs(next - x) <= 1e-12 * (1 + Math.Abs(x)))
            {
                return (x, bend);
            }

            x = next;
        }

        return (x, Bend(x).Curvature);
    }
}
