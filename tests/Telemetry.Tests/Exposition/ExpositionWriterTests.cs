using Rollout.Telemetry.Exposition;

namespace Rollout.Telemetry.Tests.Exposition;

public class ExpositionWriterTests
{
    [Fact]
    public void Values_of_labels_and_helps_are_escaped_and_numbers_are_written_alike_everywhere()
    {
        var family = new ExposedFamily("x", "gauge", "A \\ and\na \"quote\".", [new ExposedPoint([("l", "a\"b\\c\nd")], 1e-9), new ExposedPoint([], double.NegativeInfinity)]);
        Assert.Equal(
            "# HELP x A \\\\ and\\na \"quote\".\n# TYPE x gauge\nx{l=\"a\\\"b\\\\c\\nd\"} 1E-09\nx -Inf\n",
            Written(family, openMetrics: false));
        Assert.Contains("# HELP x A \\\\ and\\na \\\"quote\\\".\n", Written(family, openMetrics: true), StringComparison.Ordinal);
    }

    private static string Written(ExposedFamily family, bool openMetrics)
    {
        using var text = new StringWriter();
        new ExpositionWriter(text, openMetrics).Write(family);
        return text.ToString();
    }
}
