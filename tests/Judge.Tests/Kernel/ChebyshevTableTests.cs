namespace Rollout.Judge.Tests;

public sealed class ChebyshevTableTests
{
    [Fact]
    public void Coefficients_of_a_Chebyshev_polynomial_are_one_at_its_degree()
    {
        var table = ChebyshevTable.Of(8);
        var coefficients = new double[8];
        table.Transform([.. table.Points.Select(t => (4 * t * t * t) - (3 * t))], coefficients);
        Assert.All(coefficients, (c, j) => Assert.Equal(j == 3 ? 1 : 0, c, 1e-14));
    }

    [Fact]
    public void The_exponential_has_the_Bessel_functions_for_coefficients_and_is_its_own_derivative()
    {
        var table = ChebyshevTable.Of(20);
        var (coefficients, derivative) = (new double[20], new double[20]);
        table.Transform([.. table.Points.Select(Math.Exp)], coefficients);
        ChebyshevTable.Differentiate(coefficients, derivative);

        // I_0(1) and 2 I_1(1): Abramowitz and Stegun, table 9.8.
        Assert.Equal(1.2660658777520084, coefficients[0], 1e-14);
        Assert.Equal(2 * 0.5651591039924850, coefficients[1], 1e-14);
        for (var j = 0; j < 15; j++)
        {
            Assert.Equal(coefficients[j], derivative[j], 1e-13);
        }
    }
}
