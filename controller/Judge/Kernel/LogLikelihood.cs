using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// D(x): the log-likelihood ratio of a log rate ratio x against 0, over all samples so far, as a Chebyshev series. Concave.
/// Outside the domain its tangent stands in, which for a concave function is never below it: a null is then overstated,
/// never understated. Coefficients and derivatives are worked out when first asked for.
/// </summary>
internal sealed class LogLikelihood
{
    /// <summary>How many vectors of eight places are looked up beside each other.</summary>
    public const int Chains = 4;

    private const double Negligible = -36; // e^-36 = 2e-16: below what a double can add
    private const double StepInDeviations = 0.6;
    private const double GuessedStep = 0.75;
    private const double EndsBelow = -24;
    private const double MostOff = 1.5;
    private const double LeastVariance = 0.72;
    private const double MostVariance = 1.6;

    private readonly ChebyshevTable table;
    private readonly double[] evens;
    private readonly double[] odds;
    private readonly double[] slope;
    private readonly double[] curvature;
    private bool transformed;
    private bool bent;
    private double slopeAtLow;
    private double slopeAtHigh;

    /// <param name="domain">Where the series holds.</param>
    /// <param name="fleet">Sum of n ln(1 - rho + rho e^(xu)) / phi at the domain's points; read anew after <see cref="Changed"/>.</param>
    public LogLikelihood(KernelDomain domain, double[] fleet)
    {
        Domain = domain;
        Fleet = fleet;
        table = ChebyshevTable.Of(domain.Size);
        evens = new double[table.Rows];
        odds = new double[table.Rows];
        slope = new double[domain.Size];
        curvature = new double[domain.Size];
    }

    /// <summary>The range on which the series holds.</summary>
    public KernelDomain Domain { get; }

    /// <summary>What fell on the canary, divided by phi: the linear term, kept apart so that it is exact.</summary>
    public double Canary { get; private set; }

    public double[] Fleet { get; }

    /// <summary>The sums are others now.</summary>
    public void Changed(double canary)
    {
        Canary = canary;
        (transformed, bent) = (false, false);
    }

    public double At(double x)
    {
        var at = Vector512.Create(x);
        At(at, at, at, at, out var value, out _, out _, out _);
        return value[0];
    }

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

    /// <summary>
    /// The same where mode and posterior deviation are guessed: 24 points in steps of 0.75 of it. They show themselves whether the guess
    /// was good: nothing left at either end, middle and variance where they should be. With a deviation down to 0.85 of the guess the
    /// rule's error is e^-25. Else the mode is searched.
    /// </summary>
    public double Integrated(double centre, double deviation, double mode, double width)
    {
        var third = Vector512.Create(-11.5, -10.5, -9.5, -8.5, -7.5, -6.5, -5.5, -4.5) * GuessedStep;
        var (zA, zB, zC) = (third, third + Vector512.Create(8 * GuessedStep), third + Vector512.Create(16 * GuessedStep));
        var (m, w) = (Vector512.Create(mode), Vector512.Create(width));
        var (xA, xB, xC) = ((zA * w) + m, (zB * w) + m, (zC * w) + m);
        At(xA, xB, xC, xC, out var a, out var b, out var c, out _);
        var (from, half) = (Vector512.Create(centre), Vector512.Create(0.5 / (deviation * deviation)));
        a -= (xA - from) * (xA - from) * half;
        b -= (xB - from) * (xB - from) * half;
        c -= (xC - from) * (xC - from) * half;
        var top = b[4];
        var ends = Math.Max(a[0], c[7]) - top;
        (a, b, c) = (LogSpace.Exp(a - Vector512.Create(top)), LogSpace.Exp(b - Vector512.Create(top)), LogSpace.Exp(c - Vector512.Create(top)));
        var sum = Vector512.Sum(a + b + c);
        var off = Vector512.Sum((a * zA) + (b * zB) + (c * zC)) / sum;
        var variance = (Vector512.Sum((a * zA * zA) + (b * zB * zB) + (c * zC * zC)) / sum) - (off * off);
        return ends < EndsBelow && Math.Abs(off) < MostOff && variance is > LeastVariance and < MostVariance
            ? top + Math.Log(sum * width * GuessedStep / (deviation * Math.Sqrt(2 * Math.PI)))
            : Integrated(centre, deviation);
    }

    /// <summary>Clenshaw's recurrence at four times eight places.</summary>
    public void At(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d,
        out Vector512<double> atA, out Vector512<double> atB, out Vector512<double> atC, out Vector512<double> atD)
    {
        Transform();
        var (insideA, insideB, insideC, insideD) = (Inside(a), Inside(b), Inside(c), Inside(d));
        Series(Scaled(insideA), Scaled(insideB), Scaled(insideC), Scaled(insideD), out var sumA, out var sumB, out var sumC, out var sumD);
        (atA, atB) = ((insideA * Canary) - sumA, (insideB * Canary) - sumB);
        (atC, atD) = ((insideC * Canary) - sumC, (insideD * Canary) - sumD);
        var within = Vector512.Equals(a, insideA) & Vector512.Equals(b, insideB) & Vector512.Equals(c, insideC) & Vector512.Equals(d, insideD);
        if (!Vector512.EqualsAll(within.AsInt64(), Vector512<long>.AllBitsSet))
        {
            (atA, atB, atC, atD) = (Beyond(a, insideA, atA), Beyond(b, insideB, atB), Beyond(c, insideC, atC), Beyond(d, insideD, atD));
        }
    }

    /// <summary>
    /// b_j = a_j + 2 t b_(j+1) - b_(j+2), two steps a round so that nothing is moved between registers: it begins with an even j, be its
    /// coefficient zero. The last step, with t for 2 t, is the sum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Series(
        Vector512<double> tA, Vector512<double> tB, Vector512<double> tC, Vector512<double> tD,
        out Vector512<double> sumA, out Vector512<double> sumB, out Vector512<double> sumC, out Vector512<double> sumD)
    {
        var (twiceA, twiceB, twiceC, twiceD) = (tA + tA, tB + tB, tC + tC, tD + tD);
        Vector512<double> evenA = default, oddA = default, evenB = default, oddB = default;
        Vector512<double> evenC = default, oddC = default, evenD = default, oddD = default;
        var (first, second) = (evens, odds);
        for (var k = Domain.Size / 2; k > 0; k--)
        {
            var even = Vector512.Create(first[k]);
            evenA = Vector512.FusedMultiplyAdd(twiceA, oddA, even - evenA);
            evenB = Vector512.FusedMultiplyAdd(twiceB, oddB, even - evenB);
            evenC = Vector512.FusedMultiplyAdd(twiceC, oddC, even - evenC);
            evenD = Vector512.FusedMultiplyAdd(twiceD, oddD, even - evenD);
            var odd = Vector512.Create(second[k - 1]);
            oddA = Vector512.FusedMultiplyAdd(twiceA, evenA, odd - oddA);
            oddB = Vector512.FusedMultiplyAdd(twiceB, evenB, odd - oddB);
            oddC = Vector512.FusedMultiplyAdd(twiceC, evenC, odd - oddC);
            oddD = Vector512.FusedMultiplyAdd(twiceD, evenD, odd - oddD);
        }

        var last = Vector512.Create(first[0]);
        sumA = Vector512.FusedMultiplyAdd(tA, oddA, last - evenA);
        sumB = Vector512.FusedMultiplyAdd(tB, oddB, last - evenB);
        sumC = Vector512.FusedMultiplyAdd(tC, oddC, last - evenC);
        sumD = Vector512.FusedMultiplyAdd(tD, oddD, last - evenD);
    }

    /// <summary>Both sides at once, eight steps a round: two chains that the processor runs beside each other.</summary>
    private double Tails(double mode, double step, double top, double centre, double precision)
    {
        const int lanes = 8;
        var sum = Vector512<double>.Zero;
        var away = Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8) * step;
        for (var i = 0; i < 2000; i += lanes)
        {
            var (right, left) = (Vector512.Create(mode) + away, Vector512.Create(mode) - away);
            At(right, left, left, left, out var above, out var below, out _, out _);
            (right, left) = (right - Vector512.Create(centre), left - Vector512.Create(centre));
            above -= (right * right * (precision / 2)) + Vector512.Create(top);
            below -= (left * left * (precision / 2)) + Vector512.Create(top);
            sum += LogSpace.Exp(above) + LogSpace.Exp(below);
            if (above[lanes - 1] < Negligible && below[lanes - 1] < Negligible)
            {
                break;
            }

            away += Vector512.Create(lanes * step);
        }

        return Vector512.Sum(sum);
    }

    private void Transform()
    {
        if (!transformed)
        {
            table.Transform(Fleet, evens, odds);
            transformed = true;
        }
    }

    private void BendOnce()
    {
        if (!bent)
        {
            Transform();
            for (var j = 0; j < curvature.Length; j++)
            {
                curvature[j] = j % 2 == 0 ? evens[j / 2] : odds[j / 2];
            }

            ChebyshevTable.Differentiate(curvature, slope);
            ChebyshevTable.Differentiate(slope, curvature);
            bent = true;
            slopeAtLow = Bend(Domain.Low).Slope;
            slopeAtHigh = Bend(Domain.High).Slope;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Inside(Vector512<double> x) =>
        Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(Domain.Low)), Vector512.Create(Domain.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Scaled(Vector512<double> x) => (x - Vector512.Create(Domain.Middle)) * (1 / Domain.Half);

    /// <summary>Adds the tangent's part where x lies outside the domain.</summary>
    private Vector512<double> Beyond(Vector512<double> x, Vector512<double> inside, Vector512<double> at)
    {
        BendOnce();
        var beyond = x - inside;
        var (below, above) = (Vector512.Min(beyond, Vector512<double>.Zero), Vector512.Max(beyond, Vector512<double>.Zero));
        return at + (below * slopeAtLow) + (above * slopeAtHigh);
    }

    /// <summary>First and second derivative; outside the domain those of the tangent.</summary>
    private (double Slope, double Curvature) Bend(double x)
    {
        BendOnce();
        var inside = Math.Clamp(x, Domain.Low, Domain.High);
        var t = (inside - Domain.Middle) / Domain.Half;
        double next1 = 0, after1 = 0, next2 = 0, after2 = 0;
        var twice = 2 * t;
        for (var j = slope.Length - 1; j > 0; j--)
        {
            (next1, after1) = (Math.FusedMultiplyAdd(twice, next1, slope[j] - after1), next1);
            (next2, after2) = (Math.FusedMultiplyAdd(twice, next2, curvature[j] - after2), next2);
        }

        var first = Canary - ((slope[0] + (t * next1) - after1) / Domain.Half);
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
