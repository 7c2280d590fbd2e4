using System.Globalization;
using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class NumberTextTests
{
    [Fact]
    public void Reads_the_double_nearest_to_any_decimal()
    {
        var random = new Random(17);
        for (var i = 0; i < 200_000; i++)
        {
            var digits = random.NextInt64((long)Math.Pow(10, random.Next(1, 18))).ToString(CultureInfo.InvariantCulture);
            var text = (random.Next(4) == 0 ? "-" : "") + digits.Insert(random.Next(digits.Length + 1), ".");
            Assert.True(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out var number), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number);
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("12", 12)]
    [InlineData("12.", 12)]
    [InlineData(".5", 0.5)]
    [InlineData("+3", 3)]
    [InlineData("-0.25", -0.25)]
    [InlineData("1e3", 1000)]
    [InlineData("1.5E-2", 0.015)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    public void Reads_decimals(string text, double expected)
    {
        Assert.True(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("(5)")]
    public void Refuses_what_is_no_decimal(string text) => Assert.False(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    public void Knows_numbers_that_are_not_finite(string text)
    {
        Assert.True(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out var number));
        Assert.False(double.IsFinite(number));
    }
}
