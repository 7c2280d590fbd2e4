namespace Rollout.Metrics.Prometheus;

/// <summary>
/// Which node a series is about, by the value of its node label: the node's name; where the label is <c>instance</c>, which Prometheus
/// itself fills with the address it scrapes, the node's host and port serve as well. Pure.
/// </summary>
internal sealed class NodeMap
{
    private const string Instance = "instance";

    private readonly Dictionary<string, string> nodes = new(StringComparer.Ordinal);

    public NodeMap(IEnumerable<ScrapeTarget> targets, string label)
    {
        Label = label;
        var all = targets.ToList();
        foreach (var target in all)
        {
            nodes[target.Node] = target.Node;
        }

        foreach (var target in label == Instance ? all : [])
        {
            nodes.TryAdd(target.Address.Authority, target.Node);
        }
    }

    public string Label { get; }

    /// <summary>Every value that stands for a node.</summary>
    public IEnumerable<string> Values => nodes.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null: of no node of the fleet.</summary>
    public string? NodeOf(StoredSeries series) => nodes.GetValueOrDefault(series.Label(Label));

    /// <summary>The series of each node; those of nobody are left out.</summary>
    public ILookup<string, StoredSeries> Split(IEnumerable<StoredSeries> series) =>
        series.Where(s => NodeOf(s) is not null).ToLookup(s => NodeOf(s)!, StringComparer.Ordinal);

    /// <summary>Why none of these series is of the fleet; null where one is, or where there is none at all.</summary>
    public string? Stranger(IReadOnlyList<StoredSeries> series)
    {
        if (series.Count == 0 || series.Any(s => NodeOf(s) is not null))
        {
            return null;
        }

        var (name, labelled) = (series[0].Name, series.FirstOrDefault(s => s.Label(Label).Length > 0));
        if (labelled is null)
        {
            var labels = string.Join(", ", series[0].Labels.Select(l => l.Name).Take(12));
            return $"{name} has no label {Label}, which should tell the node (its labels are {labels}); name the right one in nodeLabel";
        }

        var some = string.Join(", ", nodes.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(3));
        return $"{name} has the label {Label} with values like \"{labelled.Label(Label)}\", and none is a node of the fleet ({some}, ...)";
    }
}
