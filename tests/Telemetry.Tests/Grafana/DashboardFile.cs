using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Support;

namespace Rollout.Telemetry.Tests.Grafana;

/// <summary>A dashboard of the chart, in Grafana's JSON model.</summary>
internal sealed record DashboardFile(string Name, JsonObject Json)
{
    public static IReadOnlyList<DashboardFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.At("charts", "rollout", "files", "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => new DashboardFile(Path.GetFileName(f), JsonNode.Parse(File.ReadAllText(f))!.AsObject())),
    ];

    public string Uid => Text(Json, "uid");

    /// <summary>Rows and panels alike, in the order of the file.</summary>
    public IReadOnlyList<JsonObject> Everything => Objects(Json, "panels");

    public IReadOnlyList<JsonObject> Panels => [.. Everything.Where(p => Text(p, "type") != "row")];

    public IReadOnlyList<JsonObject> Variables => Objects(Json["templating"]!, "list");

    public IReadOnlyList<JsonObject> Annotations => Objects(Json["annotations"]!, "list");

    /// <summary>Every query that Grafana would send, variables left as they are: where it stands, and the expression.</summary>
    public IEnumerable<(string Place, string Expression)> Queries =>
    [
        .. Panels.SelectMany(p => Objects(p, "targets").Select(t => ($"panel '{Text(p, "title")}' {Text(t, "refId")}", Text(t, "expr")))),
        .. Annotations.Select(a => ($"annotation '{Text(a, "name")}'", Text(a, "expr"))),
    ];

    public static IReadOnlyList<JsonObject> Objects(JsonNode parent, string key) => [.. (parent[key]?.AsArray() ?? []).Select(n => n!.AsObject())];

    /// <summary>Empty where there is none.</summary>
    public static string Text(JsonNode parent, string key) => parent[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    public static int Number(JsonNode parent, string key) => parent[key]!.GetValue<int>();

    public DashboardFile Copy() => this with { Json = Json.DeepClone().AsObject() };
}
