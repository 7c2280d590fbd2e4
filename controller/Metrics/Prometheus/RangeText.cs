using System.Globalization;
using Rollout.Metrics.Selectors;

namespace Rollout.Metrics.Prometheus;

/// <summary>Writes PromQL. Names go through the quoting of <see cref="LabelMatcher"/>, never into the text itself.</summary>
internal static class RangeText
{
    /// <summary>The raw samples of a span that ends at the time of the query: <c>x{...}[120s]</c>.</summary>
    public static string Samples(Selector selector, TimeSpan span) => $"{selector}[{Duration(span)}]";

    /// <summary>
    /// The newest sample of the bucket that ends at each step, or none; a plain selector would look back for five minutes.
    /// </summary>
    public static string NewestOfBucket(Selector selector, TimeSpan interval) => $"last_over_time({selector}[{Duration(interval)}])";

    /// <summary>A metric of exactly these nodes.</summary>
    public static Selector OfNodes(string name, string nodeLabel, IEnumerable<string> values) =>
        new(name, [new LabelMatcher(nodeLabel, MatchKind.Matches, string.Join('|', values.Select(SelectorTemplate.Literal)))]);

    private static string Duration(TimeSpan span) => span.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalSeconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMilliseconds}ms");
}
