using System.Text.Json;
using Rollout.Charts.Tests.Schema;
using Rollout.Charts.Tests.Templates;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>A chart of Helm: checks values by its schema and renders its templates.</summary>
internal sealed class Chart
{
    private readonly TemplateEngine engine = new();
    private readonly Dictionary<string, object?> about;
    private readonly ChartFiles files;

    public Chart(string folder)
    {
        about = YamlValues.OfValues(File.ReadAllText(Path.Combine(folder, "Chart.yaml")));
        Defaults = YamlValues.OfValues(File.ReadAllText(Path.Combine(folder, "values.yaml")));
        Schema = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(folder, "values.schema.json")));
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "templates")).Order(StringComparer.Ordinal))
        {
            engine.Add(Path.GetFileName(path), File.ReadAllText(path));
        }

        files = new ChartFiles(Directory.GetFiles(Path.Combine(folder, "files"), "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText, StringComparer.Ordinal));
    }

    public static Chart Rollout { get; } = new(Repository.Chart);

    public Dictionary<string, object?> Defaults { get; }

    public JsonElement Schema { get; }

    /// <summary>What the schema has against these values, laid over the defaults.</summary>
    public IReadOnlyList<string> Problems(string values) => ValueSchema.Problems(Schema, ValueMerge.Over(Defaults, YamlValues.OfValues(values)));

    /// <summary>Each file that says something, by its name; NOTES.txt as well.</summary>
    /// <exception cref="TemplateFault">The values are refused, or a template says so.</exception>
    public IReadOnlyDictionary<string, string> Render(string values = "", ChartRelease? release = null)
    {
        var merged = ValueMerge.Over(Defaults, YamlValues.OfValues(values));
        if (ValueSchema.Problems(Schema, merged) is { Count: > 0 } problems)
        {
            throw new TemplateFault(string.Join('\n', problems));
        }

        var root = Root(merged, release ?? new ChartRelease());
        return engine.Files.Where(file => !file.StartsWith('_'))
            .Select(file => (file, text: engine.Render(file, root)))
            .Where(rendered => rendered.text.Trim().Length > 0)
            .ToDictionary(rendered => rendered.file, rendered => rendered.text, StringComparer.Ordinal);
    }

    /// <summary>The objects of all files.</summary>
    public IReadOnlyList<RenderedObject> Objects(string values = "", ChartRelease? release = null) =>
    [
        .. Render(values, release).Where(file => !file.Key.EndsWith(".txt", StringComparison.Ordinal))
            .SelectMany(file => YamlValues.Documents(file.Value).Select(body => new RenderedObject(file.Key, (Dictionary<string, object?>)body))),
    ];

    private Dictionary<string, object?> Root(Dictionary<string, object?> values, ChartRelease release) => new(StringComparer.Ordinal)
    {
        ["Values"] = values,
        ["Release"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Name"] = release.Name, ["Namespace"] = release.Namespace, ["Service"] = release.Service,
        },
        ["Chart"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Name"] = about["name"], ["Version"] = about["version"], ["AppVersion"] = about["appVersion"],
        },
        ["Files"] = files,
        ["Capabilities"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["APIVersions"] = new ApiVersionSet(release.ApiVersions) },
    };
}
