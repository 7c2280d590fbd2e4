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

    private static readonly ChebyshevTable?[] Tables = new ChebyshevTable?[LargestSize + 1];

    private readonly double[] cosines;

    private ChebyshevTable(int size)
    {
        Points = new double[size];
        cosines = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            Points[i] = Math.Cos(Math.PI * (i + 0.5) / size);
            for (var j = 0; j < size; j++)
            {
                cosines[(j * size) + i] = (j == 0 ? 1.0 : 2.0) / size * Math.Cos(Math.PI * j * (i + 0.5) / size);
            }
        }
    }

    public double[] Points { get; }

    /// <summary>One table a size, made when first asked for; two threads may both make it, with the same content.</summary>
    public static ChebyshevTable Of(int size) => Tables[size] ??= new ChebyshevTable(size);

    /// <summary>Coefficients a_j of sum a_j T_j(t) through the values at <see cref="Points"/>.</summary>
    public void Transform(ReadOnlySpan<double> values, Span<double> coefficients)
    {
        var size = Points.Length;
        var lanes = Vector256<double>.Count;
        for (var j = 0; j < size; j++)
        {
            var row = cosines.AsSpan(j * size, size);
            var sums = Vector256<double>.Zero;
            var i = 0;
            for (; i <= size - lanes; i += lanes)
            {
                var (cosine, at) = (Vector256.Create<double>(row.Slice(i, lanes)), Vector256.Create(values.Slice(i, lanes)));
                sums = Vector256.FusedMultiplyAdd(cosine, at, sums);
            }

            var sum = Vector256.Sum(sums);
            for (; i < size; i++)
            {
                sum += row[i] * values[i];
            }

            coefficients[j] = sum;
        }
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
}
