using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>
/// Chebyshev points of the first kind on [-1, 1] and the cosines that turn values at them into coefficients.
/// A function analytic inside a Bernstein ellipse of parameter r is met to r^-size (Trefethen, Approximation Theory
/// and Approximation Practice, theorem 8.2).
/// </summary>
internal sealed class ChebyshevTable
{
    public const int LargestSize = 112;

    private const int Lanes = 8;
    private const int BlocksAtOnce = 3;

    private static readonly ChebyshevTable?[] Tables = new ChebyshevTable?[LargestSize + 1];

    /// <summary>cos(pi m / (2 size)) for m from 0: all cosines there are, since they repeat after four times the size.</summary>
    private readonly double[] cosines;
    private readonly int folded;
    private readonly AlignedTable even;
    private readonly AlignedTable odd;

    private ChebyshevTable(int size)
    {
        cosines = [.. Enumerable.Range(0, 4 * size).Select(m => Math.Cos(Math.PI * m / (2 * size)))];
        Points = [.. Enumerable.Range(0, size).Select(i => Math.Cos(Math.PI * (i + 0.5) / size))];
        folded = (size + 1) / 2;
        Rows = (folded + Lanes) / Lanes * Lanes;
        even = new AlignedTable(folded * Rows);
        odd = new AlignedTable(folded * Rows);
        for (var i = 0; i < folded; i++)
        {
            // The middle point of an odd number stands for itself, not for two.
            var half = 2 * i + 1 == size ? 0.5 : 1;
            for (var k = 0; k < folded; k++)
            {
                even[(i * Rows) + k] = half * Cosine(2 * k, i);
                odd[(i * Rows) + k] = half * Cosine((2 * k) + 1, i);
            }
        }
    }

    public double[] Points { get; }

    /// <summary>Room for the even coefficients, and as much for the odd ones: whole vectors, with at least one zero at the end.</summary>
    public int Rows { get; }

    /// <summary>One table a size, made when first asked for; two threads may both make it, with the same content.</summary>
    public static ChebyshevTable Of(int size) => Tables[size] ??= new ChebyshevTable(size);

    /// <summary>
    /// Coefficients a_j of sum a_j T_j(t) through the values at <see cref="Points"/>. T_j is even or odd as j is, and the points lie
    /// symmetric: sums of opposite values give the even coefficients, differences the odd ones.
    /// </summary>
    /// <param name="values">As many as there are points.</param>
    /// <param name="evens">a_0, a_2, a_4 and so on, then zeros: <see cref="Rows"/> of them.</param>
    /// <param name="odds">a_1, a_3, a_5 and so on.</param>
    public void Transform(ReadOnlySpan<double> values, Span<double> evens, Span<double> odds)
    {
        for (var block = 0; block < Rows; block += BlocksAtOnce * Lanes)
        {
            Multiply(block, Math.Min(BlocksAtOnce, (Rows - block) / Lanes), values, evens, odds);
        }
    }

    /// <summary>
    /// What the values at <see cref="Points"/> must be multiplied with to give the series, or a derivative of it with respect to t, at t.
    /// </summary>
    /// <param name="t">In [-1, 1].</param>
    /// <param name="derivative">0 to 3.</param>
    public double[] Functional(double t, int derivative)
    {
        var size = Points.Length;
        var polynomials = new double[4][];
        for (var d = 0; d <= derivative; d++)
        {
            // T_(j+1) = 2 t T_j - T_(j-1), differentiated d times.
            var now = polynomials[d] = new double[size + 1];
            (now[0], now[1]) = (d == 0 ? 1 : 0, d == 0 ? t : d == 1 ? 1 : 0);
            for (var j = 1; j < size; j++)
            {
                now[j + 1] = (2 * t * now[j]) - now[j - 1] + (d == 0 ? 0 : 2 * d * polynomials[d - 1][j]);
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => Cosine(j, i) * polynomials[derivative][j]))];
    }

    /// <summary>Coefficients of the derivative with respect to t.</summary>
    public static void Differentiate(ReadOnlySpan<double> coefficients, Span<double> derivative)
    {
        var size = coefficients.Length;
        double next = 0, afterNext = 0;
        for (var j = size - 1; j >= 0; j--)
        {
            derivative[j] = next;
            var value = afterNext + (2 * j * coefficients[j]);
            afterNext = next;
            next = value;
        }

        derivative[0] /= 2;
    }

    private double Cosine(int j, int i) => (j == 0 ? 1.0 : 2.0) / Points.Length * cosines[j * ((2 * i) + 1) % cosines.Length];

    /// <summary>Up to three times eight even and odd coefficients at once: chains that the processor runs beside each other.</summary>
    private void Multiply(int block, int many, ReadOnlySpan<double> values, Span<double> evens, Span<double> odds)
    {
        Vector512<double> e0 = default, e1 = default, e2 = default, o0 = default, o1 = default, o2 = default;
        var (second, third) = (many > 1 ? Lanes : 0, many > 2 ? 2 * Lanes : 0);
        var (e, o) = (even, odd);
        var at = block;
        for (var i = 0; i < folded; i++, at += Rows)
        {
            var (value, opposite) = (values[i], values[values.Length - 1 - i]);
            var (sum, difference) = (Vector512.Create(value + opposite), Vector512.Create(value - opposite));
            e0 = Vector512.FusedMultiplyAdd(e.Load(at), sum, e0);
            o0 = Vector512.FusedMultiplyAdd(o.Load(at), difference, o0);
            e1 = Vector512.FusedMultiplyAdd(e.Load(at + second), sum, e1);
            o1 = Vector512.FusedMultiplyAdd(o.Load(at + second), difference, o1);
            e2 = Vector512.FusedMultiplyAdd(e.Load(at + third), sum, e2);
            o2 = Vector512.FusedMultiplyAdd(o.Load(at + third), difference, o2);
        }

        // Where there are fewer blocks than three the last ones repeat the first: the same numbers are written again.
        e2.CopyTo(evens[(block + third)..]);
        o2.CopyTo(odds[(block + third)..]);
        e1.CopyTo(evens[(block + second)..]);
        o1.CopyTo(odds[(block + second)..]);
        e0.CopyTo(evens[block..]);
        o0.CopyTo(odds[block..]);
    }
}
