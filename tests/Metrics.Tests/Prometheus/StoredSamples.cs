using System.Globalization;
using System.Text;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>Stored samples as OpenMetrics text: what a real Prometheus is given as its past.</summary>
internal sealed class StoredSamples
{
    private readonly SortedDictionary<string, StringBuilder> series = new(StringComparer.Ordinal);

    /// <summary>A sample every <paramref name="every"/> seconds from <paramref name="from"/> to <paramref name="to"/>, seconds from noon.</summary>
    public StoredSamples Add(string name, double from, double to, double every, Func<double, double> value)
    {
        for (var at = from; at <= to; at += every)
        {
            Add(name, at, value(at));
        }

        return this;
    }

    public StoredSamples Add(string name, double at, double value)
    {
        series.TryAdd(name, new StringBuilder());
        var time = (StoredStory.Noon.ToUnixTimeMilliseconds() / 1000.0) + at;
        series[name].Append(CultureInfo.InvariantCulture, $"{name} {value} {time:0.000}\n");
        return this;
    }

    public override string ToString() => string.Concat(series.Values);
}
