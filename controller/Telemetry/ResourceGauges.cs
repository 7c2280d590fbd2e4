using System.Diagnostics.Metrics;
using System.Globalization;
using Rollout.Telemetry.Exposition;

namespace Rollout.Telemetry;

/// <summary>
/// Gauges with names of resources among their labels: as many series as there are rollouts, and others tomorrow. They are written to a page as they stand,
/// past the SDK, which sets memory aside for every series that there may be and keeps one that is gone until the process ends, so that in the end new ones
/// find no place. Where metrics are sent by OTLP the SDK has them too, for want of another way there.
/// </summary>
/// <param name="meter">Of the controller; null: nothing is sent by OTLP.</param>
internal sealed class ResourceGauges(Meter? meter)
{
    private readonly SortedDictionary<string, (string Description, Func<IEnumerable<Measurement<double>>> Read)> gauges = new(StringComparer.Ordinal);

    public void Add(string name, Func<IEnumerable<Measurement<double>>> read, string? unit, string description)
    {
        gauges.Add(PrometheusNames.Of(name, unit, isGauge: true), (description, read));
        meter?.CreateObservableGauge(name, read, unit, description);
    }

    public bool Has(string family) => gauges.ContainsKey(family);

    /// <summary>By name, each read when it is its turn; none without series.</summary>
    public IEnumerable<ExposedFamily> Families()
    {
        foreach (var (name, (description, read)) in gauges)
        {
            var points = read().Select(Point).ToList();
            if (points.Count > 0)
            {
                yield return new ExposedFamily(name, "gauge", description, points);
            }
        }
    }

    private static ExposedPoint Point(Measurement<double> measured)
    {
        var labels = new List<(string Name, string Value)>(measured.Tags.Length);
        foreach (var tag in measured.Tags)
        {
            labels.Add((tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""));
        }

        labels.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new ExposedPoint(labels, measured.Value);
    }
}
