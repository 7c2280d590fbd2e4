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

    public double At(double x) => At(Vector256.Create(x))[0];

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
        var sum = 1 + Side(mode, step, top, centre, precision) + Side(mode, -step, top, centre, precision);
        return top + Math.Log(sum * step / (deviation * Math.Sqrt(2 * Math.PI)));
    }

    private double Side(double mode, double step, double top, double centre, double precision)
    {
        var sum = 0.0;
        var x = Vector256.Create(mode) + (Vector256.Create(1.0, 2, 3, 4) * step);
        for (var i = 0; i < 2000; i += Lanes)
        {
            var away = x - Vector256.Create(centre);
            var below = At(x) - (away * away * (precision / 2)) - Vector256.Create(top);
            for (var lane = 0; lane < Lanes; lane++)
            {
                sum += Math.Exp(below[lane]);
            }

            if (below[Lanes - 1] < Negligible)
            {
                break;
            }

            x += Vector256.Create(Lanes * step);
        }

        return sum;
    }

    /// <summary>Clenshaw's recurrence at four places at once.</summary>
    private Vector256<double> At(Vector256<double> x)
    {
        var inside = Vector256.Min(Vector256.Max(x, Vector256.Create(Domain.Low)), Vector256.Create(Domain.High));
        var t = (inside - Vector256.Create(Domain.Middle)) * (1 / Domain.Half);
        var twice = t + t;
        var (next, afterNext) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var j = value.Length - 1; j > 0; j--)
        {
            (next, afterNext) = ((twice * next) + (Vector256.Create(value[j]) - afterNext), next);
        }

        var at = (inside * canary) - (Vector256.Create(value[0]) + (t * next) - afterNext);
        if (inside == x)
        {
            return at;
        }

        var beyond = x - inside;
        return at + (Vector256.Min(beyond, Vector256<double>.Zero) * slopeAtLow) + (Vector256.Max(beyond, Vector256<double>.Zero) * slopeAtHigh);
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
            (next1, after1) = (slope[j] + (twice * next1) - after1, next1);
            (next2, after2) = (curvature[j] + (twice * next2) - after2, next2);
        }

        var first = canary - ((slope[0] + (t * next1) - after1) / Domain.Half);
        var second = -(curvature[0] + (t * next2) - after2) / (Domain.Half * Domain.Half);
        return (first, inside == x ? Math.Min(0, second) : 0);
    }

    /// <summary>Root of the falling function D'(x) - precision (x - centre), and D'' there: Newton's steps, halving where they leave the bracket.</summary>
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
