using System.Globalization;
using System.Text;
using Rollout.Probes.Exposition;

namespace Rollout.Probes.Tests.Exposition;

public sealed class ExpositionTextTests
{
    private static readonly MetricFamily Family = new("a", "gauge", "One\ntwo \\ three");

    [Fact]
    public void Whatever_would_end_a_line_or_a_label_is_escaped()
    {
        using var text = new ExpositionText();
        text.Gauge(Family, 1);
        text.Sample(Family, "_sum"u8, 2.5, ("l", "x\\y\"z\nü"), ("m", ""));
        Assert.Equal("# HELP a One\\ntwo \\\\ three\n# TYPE a gauge\na 1\na_sum{l=\"x\\\\y\\\"z\\nü\",m=\"\"} 2.5\n", text.ToString());
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-12, "-12")]
    [InlineData(1e21, "1E+21")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(-1.7976931348623157E+308, "-1.7976931348623157E+308")]
    public void Numbers_are_those_of_the_format(double value, string written)
    {
        using var text = new ExpositionText();
        text.Sample(Family, value);
        Assert.Equal($"a {written}\n", text.ToString());
    }

    [Fact]
    public void However_much_is_written_nothing_is_lost()
    {
        using var text = new ExpositionText();
        var expected = new StringBuilder();
        for (var i = 0; i < 3000; i++)
        {
            var label = new string((char)('a' + (i % 26)), i % 700);
            text.Sample(Family, i, ("l", label));
            expected.Append(CultureInfo.InvariantCulture, $"a{{l=\"{label}\"}} {i}\n");
        }

        Assert.Equal(expected.ToString(), text.ToString());
        Assert.Equal(expected.Length, text.Written.Length);
    }
}
