namespace Rollout.Judge;

/// <summary>
/// D(x): the log-likelihood ratio of a log rate ratio x against 0, over all samples so far, as a Chebyshev series. Concave.
/// Outside the domain its tangent stands in, which for a concave function is never below it: a null is then overstated,
/// never understated.
/// </summary>
internal sealed class LogLikelihood
{
    private const double Negligible = -42; // e^-42 = 6e-19: below what a double can add
    private const double StepInDeviations = 0.5;

    private readonly KernelDomain domain;
    private readonly double canary;
    private readonly double[] value;
    private readonly double[] slope;
    private readonly double[] curvature;

    /// <param name="domain">Where the series holds.</param>
    /// <param name="canary">What fell on the canary, divided by phi: the linear term, kept apart so that it is exact.</param>
    /// <param name="fleet">Sum of n ln(1 - rho + rho e^(xu)) / phi at the domain's points.</param>
    public LogLikelihood(KernelDomain domain, double canary, ReadOnlySpan<double> fleet)
    {
        this.domain = domain;
        this.canary = canary;
        value = new double[domain.Size];
        slope = new double[domain.Size];
        curvature = new double[domain.Size];
        ChebyshevTable.Of(domain.Size).Transform(fleet, value);
        ChebyshevTable.Differentiate(value, slope);
        ChebyshevTable.Differentiate(slope, curvature);
    }

    public double At(double x)
    {
        var inside = Math.Clamp(x, domain.Low, domain.High);
        var at = (canary * inside) - ChebyshevTable.Evaluate(value, Scaled(inside));
        return x == inside ? at : at + (Slope(inside) * (x - inside));
    }

    public double Slope(double x) => canary - (ChebyshevTable.Evaluate(slope, Scaled(Math.Clamp(x, domain.Low, domain.High))) / domain.Half);

    private double Curvature(double x) =>
        x < domain.Low || x > domain.High ? 0 : Math.Min(0, -ChebyshevTable.Evaluate(curvature, Scaled(x)) / (domain.Half * domain.Half));

    /// <summary>
    /// ln of the integral of e^D over N(centre, deviation^2), to 1e-8 at any amount of information: the trapezoid rule about the
    /// mode in steps of half the posterior's deviation (its error for a Gaussian is e^(-2 pi^2/0.25)), outwards until nothing is left.
    /// </summary>
    public double Integrated(double centre, double deviation)
    {
        if (deviation <= 0)
        {
            return At(centre);
        }

        var precision = 1 / (deviation * deviation);
        var mode = Mode(centre, precision);
        var step = StepInDeviations / Math.Sqrt(precision - Curvature(mode));
        var top = Exponent(mode, centre, precision);
        var sum = 1 + Side(mode, step, top, centre, precision) + Side(mode, -step, top, centre, precision);
        return top + Math.Log(sum * step / (deviation * Math.Sqrt(2 * Math.PI)));
    }

    /// <summary>The log rate ratio that explains the samples best: within the domain.</summary>
    public double Best() => Mode(0, 0);

    /// <summary>The range on which the series holds.</summary>
    public KernelDomain Domain => domain;

    private double Side(double mode, double step, double top, double centre, double precision)
    {
        var sum = 0.0;
        for (var i = 1; i < 2000; i++)
        {
            var below = Exponent(mode + (i * step), centre, precision) - top;
            if (below < Negligible)
            {
                break;
            }

            sum += Math.Exp(below);
        }

        return sum;
    }

    private double Exponent(double x, double centre, double precision) => At(x) - (precision * (x - centre) * (x - centre) / 2);

    /// <summary>Root of the falling function D'(x) - precision (x - centre): Newton's steps, halving where they leave the bracket.</summary>
    private double Mode(double centre, double precision)
    {
        double low = domain.Low, high = domain.High;
        if (precision > 0)
        {
            // The slope at the centre says on which side the mode lies, and how far it can be at most.
            var pull = Slope(centre) / precision;
            (low, high) = pull < 0 ? (centre + pull, centre) : (centre, centre + pull);
        }

        var x = Math.Clamp(centre, low, high);
        for (var i = 0; i < 200; i++)
        {
            var rise = Slope(x) - (precision * (x - centre));
            if (rise > 0)
            {
                low = x;
            }
            else
            {
                high = x;
            }

            var bend = Curvature(x) - precision;
            var next = bend < 0 ? x - (rise / bend) : double.NaN;
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-12 * (1 + Math.Abs(x)) || next == x)
            {
                return next;
            }

            // Far from the mode a step that moves by less than a hundredth of a deviation changes the integral's points, not its value.
            if (precision > 0 && (next - x) * (next - x) * -bend < 1e-6)
            {
                return next;
            }

            x = next;
        }

        return x;
    }

    private double Scaled(double x) => (x - domain.Middle) / domain.Half;
}
