using System.Text.Json;
using Rollout.Charts.Tests.Rendering;

namespace Rollout.Charts.Tests.Templates;

/// <summary>Our renderer beside the real Helm, on small templates that were rendered by it (Recorded/helm.json says with which).</summary>
public class TemplateEngineTests
{
    private static readonly JsonElement Recorded = Read();

    public static TheoryData<int> Snippets => [.. Enumerable.Range(0, Recorded.GetProperty("snippets").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Renders_as_Helm_did(int number)
    {
        var snippet = Recorded.GetProperty("snippets")[number];
        var template = snippet.GetProperty("template").GetString()!;
        if (!snippet.TryGetProperty("output", out var output))
        {
            Assert.Throws<TemplateFault>(() => Render(template));
            return;
        }

        var expected = output.GetString()!;
        if (Render(template) != expected && template.Contains("toYaml", StringComparison.Ordinal))
        {
            // The same values, not the same quotes.
            Assert.Equal(JsonSerializer.Serialize(YamlValues.Documents(expected)), JsonSerializer.Serialize(YamlValues.Documents(Render(template))));
        }
        else
        {
            Assert.Equal(expected, Render(template));
        }
    }

    [Theory]
    [InlineData("{{ lookup \"v1\" \"Secret\" \"a\" \"b\" }}")]
    [InlineData("{{ .Values.text | upper }}")]
    [InlineData("{{ template \"x\" . }}")]
    [InlineData("{{ range $x := .Values.list }}{{ end }}")]
    [InlineData("{{ printf \"%v\" .Values.map }}")]
    [InlineData("{{ .Values.map }}")]
    [InlineData("{{ .Files.Lines \"a\" }}")]
    public void What_is_not_served_here_is_a_fault(string template) => Assert.Throws<TemplateFault>(() => Render(template));

    [Fact]
    public void A_fault_says_the_file_and_the_line()
    {
        var fault = Assert.Throws<TemplateFault>(() => Render("a\n\n{{ .Values.missing.deeper }}"));
        Assert.Equal("snippet.yaml:3: nil pointer evaluating interface {}.deeper", fault.Message);
    }

    private static string Render(string template)
    {
        var engine = new TemplateEngine();
        engine.Add("snippet.yaml", template);
        return engine.Render("snippet.yaml", new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Values"] = YamlValues.OfValues(Recorded.GetProperty("values").GetString()!),
            ["Release"] = Map(("Name", "snippet"), ("Namespace", "space"), ("Service", "Helm")),
            ["Chart"] = Map(("Name", "snippet"), ("Version", "1.2.3"), ("AppVersion", "4.5")),
            ["Capabilities"] = Map(("APIVersions", new ApiVersionSet(["some/v1/Kind"]))),
            ["Files"] = new ChartFiles(Recorded.GetProperty("files").EnumerateObject()
                .ToDictionary(file => file.Name, file => file.Value.GetString()!, StringComparer.Ordinal)),
        });
    }

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static JsonElement Read()
    {
        using var stream = typeof(TemplateEngineTests).Assembly.GetManifestResourceStream("Rollout.Charts.Tests.Recorded.helm.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }
}
