using System.Text.Json.Nodes;
using Rollout.Planning;

namespace Rollout.Server.Http.Description;

/// <summary>The shapes of the API's bodies as JSON Schema. Of the rollout what callers rely on; more may be there.</summary>
internal static class ApiSchemas
{
    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public static JsonObject All() => new()
    {
        ["Rollout"] = Record(("apiVersion", Text()), ("kind", Text()), ("metadata", Record(("namespace", Text()), ("name", Text()))),
            ("spec", new JsonObject { ["type"] = "object" }), ("status", Reference("Status"))),
        ["Status"] = Record(
            ("phase", OneOf(Enum.GetNames<Phase>())), ("reason", Text("From a closed list.")), ("message", Text("A sentence.")),
            ("explanation", List(Text(), "What is happening, why, and what it waits for, in sentences.")),
            ("since", Time()), ("stableRevision", Maybe(Text())), ("canaryRevision", Maybe(Text())), ("wantedRevision", Maybe(Text())), ("wantedAt", Maybe(Time())),
            ("paused", new JsonObject { ["type"] = "boolean" }), ("canaryNodes", List(Text(), "The nodes of the open stage.")),
            ("declaredBreaks", List(Text(), "JSON paths where the revision on trial says that it breaks its API.")),
            ("widenings", List(Reference("Widening"), "What the revision on trial answers and stable never did, by its probes' contract checks; fails nothing.")),
            ("verdict", Maybe(Record(("overall", Text()), ("metrics", List(Reference("MetricVerdict"), "One a metric."))))),
            ("outcomes", List(Reference("Outcome"), "The last ten, newest first."))),
        ["Widening"] = Record(("probe", Text()), ("step", Text()), ("path", Text("JSON path.")), ("stable", Text("What was answered.")), ("canary", Text("What is answered."))),
        ["MetricVerdict"] = Record(
            ("name", Text()), ("verdict", Text()), ("explanation", Maybe(Text())), ("effect", Maybe(Decimal("Relative to expectation: -0.2 is a fifth less."))),
            ("low", Maybe(Decimal("Of the interval that holds at all times."))), ("high", Maybe(Decimal("Likewise."))),
            ("logEHarm", Maybe(Decimal("Natural logarithm of the harm side's e-value."))), ("logESafe", Maybe(Decimal("Of the safe side's.")))),
        ["Outcome"] = Record(("result", OneOf(Enum.GetNames<OutcomeResult>())), ("revision", Text()), ("reason", Text()), ("message", Maybe(Text())),
            ("startedAt", Maybe(Time())), ("endedAt", Maybe(Time())), ("commit", Maybe(Text()))),
        ["Evidence"] = Record(("revision", Maybe(Text())), ("metrics", List(new JsonObject { ["type"] = "object" }, "A series a metric, oldest point first."))),
        ["Order"] = Record(("version", Text("To start; of a host fleet.")), ("revision", Text("That the order is about; the one on trial unless told.")),
            ("commit", Text("What the release was built from.")), ("committedAt", Time()), ("builtAt", Time()),
            ("apiBreaks", Text("To start: JSON paths where the version breaks its API, parted by commas or blanks; each with all below it, * for any.")),
            ("risk", Text("To start: the name of its class of risk; who is told of which before stage one is in spec.onCall."))),
        ["Releases"] = Record(("items", List(Reference("Release"), "Newest first.")), ("isAll", new JsonObject { ["type"] = "boolean" }),
            ("trouble", Maybe(Text("Why the store could not be asked; the items are then those of the record.")))),
        ["Release"] = Record(("namespace", Text()), ("name", Text()),
            ("key", Record(("uid", Text()), ("revision", Text()), ("startedAt", Time()))), ("commit", Maybe(Text())), ("committedAt", Maybe(Time())), ("builtAt", Maybe(Time())),
            ("stages", List(new JsonObject { ["type"] = "object" }, "In the order in which they were opened.")),
            ("verdicts", List(new JsonObject { ["type"] = "object" }, "What the judge said when it was decided.")),
            ("result", Maybe(OneOf(Enum.GetNames<OutcomeResult>()))), ("endedAt", Maybe(Time()))),
        ["Report"] = new JsonObject { ["type"] = "object", ["description"] = "Every figure with its definition; times in seconds, null for unknown." },
        ["Problem"] = Record(("type", Text()), ("title", Text()), ("status", new JsonObject { ["type"] = "integer" }), ("detail", Text()),
            ("problems", List(Record(("place", Text()), ("what", Text()), ("mend", Text())), "Every problem, with its field path and how to mend it."))),
    };

    private static JsonObject Record(params (string Name, JsonObject Schema)[] members) => new()
    {
        ["type"] = "object", ["properties"] = new JsonObject(members.Select(m => new KeyValuePair<string, JsonNode?>(m.Name, m.Schema))),
    };

    private static JsonObject Text(string? description = null) =>
        description is null ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Decimal(string description) => new() { ["type"] = "string", ["pattern"] = @"^-?[0-9]+(\.[0-9]+)?$", ["description"] = description };

    private static JsonObject Time() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject OneOf(IEnumerable<string> names) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) };

    private static JsonObject Maybe(JsonObject schema) => new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private static JsonObject List(JsonObject item, string description) => new() { ["type"] = "array", ["items"] = item, ["description"] = description };
}
