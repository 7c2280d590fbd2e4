using System.Text;
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
            Encoding.UTF8.GetString(ExpositionWriter.Write([family], openMetrics: false)));
        Assert.Contains("# HELP x A \\\\ and\\na \\\"quote\\\".\n", Encoding.UTF8.GetString(ExpositionWriter.Write([family], openMetrics: true)), StringComparison.Ordinal);
    }
}
