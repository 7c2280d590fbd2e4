namespace Rollout.Judge.Tests;

public sealed class ChebyshevTableTests
{
    [Fact]
    public void Coefficients_of_a_Chebyshev_polynomial_are_one_at_its_degree()
    {
        var table = ChebyshevTable.Of(8);
        var coefficients = Coefficients(table, t => (4 * t * t * t) - (3 * t));
        Assert.All(coefficients, (c, j) => Assert.Equal(j == 3 ? 1 : 0, c, 1e-14));
    }

    [Fact]
    public void The_exponential_has_the_Bessel_functions_for_coefficients_and_is_its_own_derivative()
    {
        var table = ChebyshevTable.Of(20);
        var (coefficients, derivative) = (Coefficients(table, Math.Exp), new double[20]);
        ChebyshevTable.Differentiate(coefficients, derivative);

        // I_0(1) and 2 I_1(1): Abramowitz and Stegun, table 9.8.
        Assert.Equal(1.2660658777520084, coefficients[0], 1e-14);
        Assert.Equal(2 * 0.5651591039924850, coefficients[1], 1e-14);
        for (var j = 0; j < 15; j++)
        {
            Assert.Equal(coefficients[j], derivative[j], 1e-13);
        }
    }

    /// <summary>Every size that a kernel may have, so that no padding, odd middle or last block is missed; against the sum spelt out.</summary>
    [Fact]
    public void Every_size_transforms_as_the_definition_says()
    {
        for (var size = 12; size <= ChebyshevTable.LargestSize; size++)
        {
            var table = ChebyshevTable.Of(size);
            var coefficients = Coefficients(table, t => Math.Log(1.3 + t) + (t * t));
            for (var j = 0; j < size; j += 5)
            {
                var sum = Enumerable.Range(0, size).Sum(i =>
                    (Math.Log(1.3 + table.Points[i]) + (table.Points[i] * table.Points[i])) * Math.Cos(Math.PI * j * (i + .5) / size));
                Assert.Equal((j == 0 ? 1.0 : 2.0) / size * sum, coefficients[j], 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-.37)]
    [InlineData(.2)]
    public void A_functional_gives_value_and_derivatives_of_the_series(double t)
    {
        var table = ChebyshevTable.Of(24);
        foreach (var derivative in new[] { 0, 1, 2, 3 })
        {
            var functional = table.Functional(t, derivative);
            Assert.Equal(Math.Exp(t), table.Points.Select((p, i) => Math.Exp(p) * functional[i]).Sum(), 1e-13 * Math.Pow(100, derivative));
        }
    }

    private static double[] Coefficients(ChebyshevTable table, Func<double, double> of)
    {
        var (evens, odds) = (new double[table.Rows], new double[table.Rows]);
        table.Transform([.. table.Points.Select(of)], evens, odds);
        return [.. Enumerable.Range(0, table.Points.Length).Select(j => j % 2 == 0 ? evens[j / 2] : odds[j / 2])];
    }
}
