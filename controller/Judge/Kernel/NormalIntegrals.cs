using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// ln of the integrals of e^D over normals of one deviation about fixed centres: what alternatives that carry a node effect need. Eight
/// Gauss-Hermite nodes about each mode, where e^D times the prior is close enough to a normal; the trapezoid rule elsewhere. Integrals
/// that are less than e^-30 of the largest are left out: an e-value's numerator may lose, never gain.
/// </summary>
internal sealed class NormalIntegrals
{
    private const double Nothing = -30;

    /// <summary>
    /// How far ln(e^D times prior) may stray from a parabola over the nodes. At 0.6 a cubic or quartic part costs less than 1e-8
    /// of the integral (the first power that eight nodes miss is the sixteenth).
    /// </summary>
    private const double MostStray = 0.6;

    /// <summary>Gauss-Hermite of eight nodes for the weight e^(-z^2/2)/sqrt(2 pi): roots of He_8, weights 8!/(8 He_7)^2.</summary>
    internal static readonly double[] Nodes =
    [
        -4.1445471861258945, -2.8024858612875416, -1.636519042435108, -0.5390798113513751,
        0.5390798113513751, 1.636519042435108, 2.8024858612875416, 4.1445471861258945,
    ];

    internal static readonly double[] Weights =
    [
        0.00011261453837536777, 0.009635220120788266, 0.11723990766175901, 0.37301225767907736,
        0.37301225767907736, 0.11723990766175901, 0.009635220120788266, 0.00011261453837536777,
    ];

    private readonly PlaceFunctionals centres;
    private readonly DerivativeGrid grid;
    private readonly double deviation;
    private readonly double halfPrecision;

    public NormalIntegrals(KernelDomain domain, double[] centres, double deviation)
        : this(domain, PlaceFunctionals.For(domain, centres), deviation)
    {
    }

    /// <param name="domain">Of the kernel.</param>
    /// <param name="centres">Made for that domain.</param>
    /// <param name="deviation">Of every normal, on the scale of x.</param>
    public NormalIntegrals(KernelDomain domain, PlaceFunctionals centres, double deviation)
    {
        this.centres = centres;
        grid = DerivativeGrid.For(domain);
        this.deviation = deviation;
        halfPrecision = 0.5 / (deviation * deviation);
    }

    /// <summary>ln of the weighted sum of all integrals but the last, and the last one, the null's: that to 1e-8, and never left out.</summary>
    /// <param name="likelihood">All samples so far.</param>
    /// <param name="logWeights">One a centre, rounded up to a multiple of eight; minus infinity for the null's and behind.</param>
    /// <param name="logs">Room for as many numbers.</param>
    /// <param name="logNone">ln of the last integral.</param>
    public double Mixture(LogLikelihood likelihood, ReadOnlySpan<double> logWeights, Span<double> logs, out double logNone)
    {
        if (deviation <= 0)
        {
            for (var lane = 0; lane < centres.Padded; lane += PlaceFunctionals.Lanes)
            {
                centres.Values(lane, likelihood.Canary, likelihood.Fleet).CopyTo(logs[lane..]);
            }

            logNone = logs[centres.Many - 1];
            return LogSpace.Sum(double.NegativeInfinity, logs, logWeights);
        }

        Span<double> modes = stackalloc double[centres.Padded];
        Span<double> widths = stackalloc double[centres.Padded];
        Guess(likelihood, logs, modes, widths);
        if (IntegralLattice.TryMix(likelihood, centres, deviation, logWeights, logs, modes, widths, Nothing, out var mixture, out logNone))
        {
            return mixture;
        }

        var none = centres.Many - 1;
        logNone = likelihood.Integrated(centres[none], deviation, modes[none], widths[none]);
        Quadrature(likelihood, logs[..none], modes, widths);
        return LogSpace.Sum(double.NegativeInfinity, logs, logWeights);
    }

    /// <summary>The last integral alone.</summary>
    public double None(LogLikelihood likelihood)
    {
        if (deviation <= 0)
        {
            return centres.Values(centres.Padded - PlaceFunctionals.Lanes, likelihood.Canary, likelihood.Fleet)[PlaceFunctionals.Lanes - 1];
        }

        Span<double> modes = stackalloc double[centres.Padded];
        Span<double> widths = stackalloc double[centres.Padded];
        Span<double> guesses = stackalloc double[centres.Padded];
        Guess(likelihood, guesses, modes, widths);
        var none = centres.Many - 1;
        return likelihood.Integrated(centres[none], deviation, modes[none], widths[none]);
    }

    /// <summary>
    /// Modes, widths and sizes of all integrands. Where the likelihood is as narrow as the normals all of them lie near its top, and
    /// what it looks like there serves them all; where it is wider each lies near its centre.
    /// </summary>
    private void Guess(LogLikelihood likelihood, Span<double> logs, Span<double> modes, Span<double> widths)
    {
        var top = grid.AtTop(likelihood.Canary, likelihood.Fleet);
        var near = new LocalShape(Vector512.Create(top.Value), Vector512.Create(top.Slope), Vector512.Create(top.Bend), Vector512.Create(top.Third));
        if (-top.Bend * deviation * deviation > 1)
        {
            for (var lane = 0; lane < centres.Padded; lane += PlaceFunctionals.Lanes)
            {
                Guess(lane, near, Vector512.Create(top.Place), logs, modes, widths);
            }

            return;
        }

        for (var lane = 0; lane < centres.Padded; lane += 2 * PlaceFunctionals.Lanes)
        {
            centres.Shapes(lane, likelihood.Canary, likelihood.Fleet, out var first, out var second);
            Guess(lane, first, centres.Places(lane), logs, modes, widths);
            if (lane + PlaceFunctionals.Lanes < centres.Padded)
            {
                Guess(lane + PlaceFunctionals.Lanes, second, centres.Places(lane + PlaceFunctionals.Lanes), logs, modes, widths);
            }
        }
    }

    private void Guess(int lane, in LocalShape shape, Vector512<double> place, Span<double> logs, Span<double> modes, Span<double> widths)
    {
        shape.Under(deviation, centres.Places(lane) - place, out var moved, out var width, out var guess);
        (place + moved).CopyTo(modes[lane..]);
        width.CopyTo(widths[lane..]);
        guess.CopyTo(logs[lane..]);
    }

    private void Quadrature(LogLikelihood likelihood, Span<double> logs, ReadOnlySpan<double> modes, ReadOnlySpan<double> widths)
    {
        var largest = double.NegativeInfinity;
        foreach (var guess in logs)
        {
            largest = Math.Max(largest, guess);
        }

        Span<int> wanted = stackalloc int[logs.Length + LogLikelihood.Chains];
        var many = 0;
        for (var j = 0; j < logs.Length; j++)
        {
            var counts = logs[j] >= largest + Nothing;
            wanted[many] = j;
            many += counts ? 1 : 0;
            logs[j] = counts ? logs[j] : double.NegativeInfinity;
        }

        // A chain without work repeats the last one.
        wanted.Slice(many, LogLikelihood.Chains).Fill(wanted[Math.Max(0, many - 1)]);
        for (var i = 0; i < many; i += LogLikelihood.Chains)
        {
            var (a, b, c, d) = (wanted[i], wanted[i + 1], wanted[i + 2], wanted[i + 3]);
            var (xA, xB) = (At(modes[a], widths[a]), At(modes[b], widths[b]));
            var (xC, xD) = (At(modes[c], widths[c]), At(modes[d], widths[d]));
            likelihood.At(xA, xB, xC, xD, out var atA, out var atB, out var atC, out var atD);
            logs[d] = Sum(likelihood, xD, atD, centres[d], modes[d], widths[d]);
            logs[c] = Sum(likelihood, xC, atC, centres[c], modes[c], widths[c]);
            logs[b] = Sum(likelihood, xB, atB, centres[b], modes[b], widths[b]);
            logs[a] = Sum(likelihood, xA, atA, centres[a], modes[a], widths[a]);
        }
    }

    private static Vector512<double> At(double mode, double width) =>
        Vector512.FusedMultiplyAdd(Vector512.Create<double>(Nodes), Vector512.Create(width), Vector512.Create(mode));

    private double Sum(LogLikelihood likelihood, Vector512<double> x, Vector512<double> at, double place, double mode, double width)
    {
        var nodes = Vector512.Create<double>(Nodes);
        var away = x - Vector512.Create(place);
        var stray = at + (nodes * nodes * 0.5) - (away * away * halfPrecision);
        var middle = stray.GetLower().GetUpper()[1];
        stray -= Vector512.Create(middle);
        return Vector512.GreaterThanAny(Vector512.Abs(stray), Vector512.Create(MostStray))
            ? likelihood.Integrated(place, deviation, mode, width)
            : middle + Math.Log(Vector512.Sum(Vector512.Exp(stray) * Vector512.Create<double>(Weights)) * width / deviation);
    }
}
