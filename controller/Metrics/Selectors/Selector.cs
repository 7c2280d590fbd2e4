using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Selectors;

/// <summary>A metric name with matchers, nothing around it: which series of a node belong to a metric.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="Matchers">All must accept.</param>
public sealed record Selector(string Name, IReadOnlyList<LabelMatcher> Matchers)
{
    public bool Matches(ExposedSample sample)
    {
        foreach (var matcher in Matchers)
        {
            if (!matcher.Accepts(sample.Label(matcher.Label)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>As PromQL writes it.</summary>
    public override string ToString() => Matchers.Count == 0 ? Name : $"{Name}{{{string.Join(',', Matchers)}}}";
}
