using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// All integrals of e^D over normals of one deviation at once, by the trapezoid rule on one lattice x_i = x_0 + i h. For a normal about
/// c the terms are g_i times r^i with r = e^((c - c0) h / deviation^2), g_i those of the normal about c0: so that each integral is a
/// polynomial in its r, and eight of them are one run of Horner's rule.
/// </summary>
internal static class IntegralLattice
{
    private const int Lanes = 8;
    private const int MostPoints = 64;
    private const double Step = 0.75;

    /// <summary>How many deviations of the posterior the lattice reaches beyond the outermost modes: e^-32 is left beyond.</summary>
    private const double Reach = 8;

    /// <summary>e^600 is as much as a polynomial's terms may differ, e^709 being all that a double holds.</summary>
    private const double MostSpread = 600;

    private const double EndsBelow = 1e-11;
    private const double MostOff = 1.5;
    private const double LeastVariance = 0.72;
    private const double MostVariance = 1.6;

    private static readonly double LogRootTwoPi = Math.Log(Math.Sqrt(2 * Math.PI));

    /// <summary>
    /// False where one lattice is too much for them, or where the null's terms show that mode or deviation was guessed badly.
    /// </summary>
    /// <param name="likelihood">D.</param>
    /// <param name="centres">The last one is the null's.</param>
    /// <param name="deviation">Of the normals, above 0.</param>
    /// <param name="logWeights">Of the integrals in the mixture; minus infinity for the null's and behind.</param>
    /// <param name="guesses">Of the integrals' logs.</param>
    /// <param name="modes">Of each integrand.</param>
    /// <param name="widths">Posterior deviation at each mode.</param>
    /// <param name="nothing">Log of the part of the largest integral that is nothing.</param>
    /// <param name="mixture">ln of the weighted sum.</param>
    /// <param name="logNone">ln of the null's integral.</param>
    public static bool TryMix(
        LogLikelihood likelihood, PlaceFunctionals centres, double deviation, ReadOnlySpan<double> logWeights, ReadOnlySpan<double> guesses,
        ReadOnlySpan<double> modes, ReadOnlySpan<double> widths, double nothing, out double mixture, out double logNone)
    {
        (mixture, logNone) = (double.NaN, double.NaN);
        var none = centres.Many - 1;
        var largest = double.NegativeInfinity;
        for (var j = 0; j < none; j++)
        {
            largest = Math.Max(largest, guesses[j]);
        }

        var wanted = largest + nothing;
        var (low, high, least, farthest) = (modes[none], modes[none], widths[none], 0.0);
        for (var j = 0; j < none; j++)
        {
            if (guesses[j] >= wanted)
            {
                (low, high, least) = (Math.Min(low, modes[j]), Math.Max(high, modes[j]), Math.Min(least, widths[j]));
                farthest = Math.Max(farthest, Math.Abs(centres[j] - centres[none]));
            }
        }

        var step = Step * least;
        var points = (int)Math.Min(MostPoints + 1, Math.Ceiling((high - low + (2 * Reach * Math.Max(least, widths[none]))) / step));
        var rounds = (points + (4 * Lanes) - 1) / (4 * Lanes);
        var first = ((low + high) / 2) - (step * ((rounds * 4 * Lanes) - 1) / 2);
        var reach = Math.Max(Math.Abs(first - centres[none]), Math.Abs(first + (step * rounds * 4 * Lanes) - centres[none]));
        if (points > MostPoints || !(farthest * (reach + (farthest / 2)) < MostSpread * deviation * deviation))
        {
            return false;
        }

        Span<double> terms = stackalloc double[rounds * 4 * Lanes];
        var top = guesses[none];
        var total = Fill(likelihood, terms, first, step, new Null(centres[none], 0.5 / (deviation * deviation), modes[none], widths[none], top));
        if (double.IsNaN(total))
        {
            return false;
        }

        var sum = Vector512<double>.Zero;
        for (var lane = 0; lane < centres.Padded; lane += Lanes)
        {
            // What is not wanted has the weight e^-700.
            var weights = Vector512.Create(logWeights[lane..]);
            var counts = Vector512.GreaterThanOrEqual(Vector512.Create(guesses[lane..]), Vector512.Create(wanted))
                & Vector512.GreaterThan(weights, Vector512.Create(double.MinValue));
            var from = centres.Places(lane) - Vector512.Create(centres[none]);
            var ratio = Vector512.ConditionalSelect(counts, from / (deviation * deviation), Vector512<double>.Zero);
            var shift = weights + (ratio * (first - centres[none])) - (from * from * (0.5 / (deviation * deviation)));
            shift = Vector512.ConditionalSelect(counts, shift, Vector512.Create(double.MinValue));
            sum += Polynomial(terms, LogSpace.Exp(ratio * step)) * LogSpace.Exp(shift);
        }

        top += Math.Log(step / deviation) - LogRootTwoPi;
        mixture = top + Math.Log(Vector512.Sum(sum));
        logNone = top + Math.Log(total);
        return true;
    }

    /// <summary>The null's terms, relative to e^top, and their sum: NaN where they do not look as a null's should.</summary>
    private static double Fill(LogLikelihood likelihood, Span<double> terms, double first, double step, in Null none)
    {
        Vector512<double> sum = default, moment = default, square = default;
        var eight = Vector512.Create(Lanes * step);
        for (var i = 0; i < terms.Length; i += 4 * Lanes)
        {
            var a = (Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7) + Vector512.Create((double)i)) * step + Vector512.Create(first);
            var (b, c, d) = (a + eight, a + (eight * 2), a + (eight * 3));
            likelihood.At(a, b, c, d, out var atA, out var atB, out var atC, out var atD);
            none.Add(a, atA, terms[i..], ref sum, ref moment, ref square);
            none.Add(b, atB, terms[(i + Lanes)..], ref sum, ref moment, ref square);
            none.Add(c, atC, terms[(i + (2 * Lanes))..], ref sum, ref moment, ref square);
            none.Add(d, atD, terms[(i + (3 * Lanes))..], ref sum, ref moment, ref square);
        }

        var total = Vector512.Sum(sum);
        var off = Vector512.Sum(moment) / total;
        var variance = (Vector512.Sum(square) / total) - (off * off);
        return Math.Max(terms[0], terms[^1]) < EndsBelow * total && Math.Abs(off) < MostOff && variance is > LeastVariance and < MostVariance
            ? total
            : double.NaN;
    }

    /// <summary>Horner's rule for eight polynomials, in two halves that run beside each other: even and odd powers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(ReadOnlySpan<double> terms, Vector512<double> ratio)
    {
        Vector512<double> even = default, odd = default;
        var square = ratio * ratio;
        for (var i = terms.Length - 1; i > 0; i -= 2)
        {
            odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(terms[i]));
            even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(terms[i - 1]));
        }

        return Vector512.FusedMultiplyAdd(odd, ratio, even);
    }

    private readonly struct Null(double centre, double halfPrecision, double mode, double width, double top)
    {
        private readonly double centre = centre;
        private readonly double halfPrecision = halfPrecision;
        private readonly double mode = mode;
        private readonly double perWidth = 1 / width;
        private readonly double top = top;

        /// <summary>Eight terms, and their part in the sums of 1, z and z^2.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(
            Vector512<double> x, Vector512<double> at, Span<double> terms, ref Vector512<double> sum, ref Vector512<double> moment, ref Vector512<double> square)
        {
            var away = x - Vector512.Create(centre);
            var term = LogSpace.Exp(at - (away * away * halfPrecision) - Vector512.Create(top));
            var z = (x - Vector512.Create(mode)) * perWidth;
            term.CopyTo(terms);
            sum += term;
            moment = Vector512.FusedMultiplyAdd(term, z, moment);
            square = Vector512.FusedMultiplyAdd(term * z, z, square);
        }
    }
}
