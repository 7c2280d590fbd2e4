using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// The fields that a rule selects must be in the schema, as a server's type check demands. What has no type there
/// (x-kubernetes-preserve-unknown-fields alone) is not to be seen by rules, nor is a map or list of such.
/// </summary>
internal sealed class RuleFields
{
    private readonly Dictionary<string, JsonObject?> names;
    private readonly List<string> undefined = [];

    private RuleFields(JsonObject self) => names = new(StringComparer.Ordinal) { ["self"] = self, ["oldSelf"] = self };

    /// <summary>Every field that is not there, in the order of the rule.</summary>
    public static IReadOnlyList<string> Undefined(CelNode rule, JsonObject self)
    {
        var fields = new RuleFields(self);
        fields.Of(rule);
        return fields.undefined;
    }

    /// <summary>The schema of the value; null where it is not a part of the resource, or where that is not known.</summary>
    private JsonObject? Of(CelNode node) => node switch
    {
        CelNode.Name name => names.GetValueOrDefault(name.Text),
        CelNode.Select select => Field(Of(select.Target), select.Field),
        CelNode.Index index => Element(Of(index.Target)),
        CelNode.Call call => Call(call),
        CelNode.Unary unary => Nothing(unary.Operand),
        CelNode.Binary binary => Nothing(binary.Left, binary.Right),
        CelNode.Choice choice => Nothing(choice.Condition, choice.Then, choice.Else),
        CelNode.ListOf list => Nothing([.. list.Items]),
        CelNode.MapOf map => Nothing([.. map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value })]),
        _ => null,
    };

    private JsonObject? Call(CelNode.Call call)
    {
        var target = call.Target is null ? null : Of(call.Target);
        if (call.Target is not null && call.Arguments is [CelNode.Name variable, var body] && call.Function is "all" or "exists" or "exists_one" or "filter" or "map")
        {
            names[variable.Text] = Element(target);
            Of(body);
            return call.Function == "filter" ? target : null;
        }

        return Nothing([.. call.Arguments]);
    }

    private JsonObject? Nothing(params CelNode[] nodes)
    {
        foreach (var node in nodes)
        {
            Of(node);
        }

        return null;
    }

    private JsonObject? Field(JsonObject? schema, string name)
    {
        if (schema is null || schema.Text("type") != "object")
        {
            return null;
        }

        var below = schema.Map("properties", name) ?? (schema.Map("properties") is null ? schema.Map("additionalProperties") : null);
        if (below is null || !IsSeen(below))
        {
            undefined.Add(name);
            return null;
        }

        return below;
    }

    private static JsonObject? Element(JsonObject? schema) =>
        schema?.Text("type") == "array" ? schema.Map("items") : null;

    private static bool IsSeen(JsonObject schema) =>
        schema.Flag("x-kubernetes-int-or-string") || schema.Text("type") switch
        {
            null => false,
            "array" => schema.Map("items") is { } items && IsSeen(items),
            "object" => schema.Map("additionalProperties") is not { } values || IsSeen(values),
            _ => true,
        };
}
