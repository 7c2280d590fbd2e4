using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>What a rule must have beside an expression that compiles: a sentence of one line, a known reason, a path that leads somewhere.</summary>
internal static class RuleForm
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    public static IEnumerable<FieldProblem> Check(JsonObject schema, string path) => schema.Maps("x-kubernetes-validations")
        .SelectMany((rule, i) => One(rule, $"{path}.x-kubernetes-validations[{i}]").Concat(Whereabouts(rule, schema, $"{path}.x-kubernetes-validations[{i}]")));

    private static IEnumerable<FieldProblem> One(JsonObject rule, string place)
    {
        var (text, message) = (rule.Text("rule")?.Trim() ?? "", rule.Text("message"));
        if (text.Length == 0)
        {
            yield return FieldProblem.Required(place + ".rule", "rule is not specified");
        }

        // The length is what the API's reference allows; the rest is what the server looks at.
        if (message is not null && (message.Trim().Length == 0 || HasBreak(message.Trim()) || message.Length > 2048))
        {
            yield return FieldProblem.Invalid(place + ".message", $"Invalid value: \"{message}\": message must be one line of 1 to 2048 characters");
        }
        else if (HasBreak(text) && string.IsNullOrWhiteSpace(message))
        {
            yield return FieldProblem.Required(place + ".message", "message must be specified if rule contains line breaks");
        }

        if (rule.Text("messageExpression") is { Length: > 0 } said && said.Trim().Length == 0)
        {
            yield return FieldProblem.Required(place + ".messageExpression", "must be non-empty if specified");
        }

        if (rule.Text("reason") is { } reason && !Reasons.Contains(reason, StringComparer.Ordinal))
        {
            yield return FieldProblem.NotSupported(place + ".reason", $"\"{reason}\"", Reasons);
        }
    }

    private static IEnumerable<FieldProblem> Whereabouts(JsonObject rule, JsonObject schema, string place)
    {
        if (rule.Text("fieldPath") is { } field && (HasBreak(field) || SchemaPaths.Find(schema, field) is null))
        {
            yield return FieldProblem.Invalid(place + ".fieldPath", $"Invalid value: \"{field}\": fieldPath must be a valid path: does not refer to a valid field");
        }
    }

    private static bool HasBreak(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
