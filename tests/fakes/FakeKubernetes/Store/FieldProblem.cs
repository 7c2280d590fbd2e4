using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Store;

/// <summary>One cause of a 422: its reason, the field, and the sentence.</summary>
internal sealed record FieldProblem(string Reason, string Field, string Message)
{
    public static FieldProblem Required(string field, string? more = null) =>
        new("FieldValueRequired", field, more is null ? "Required value" : $"Required value: {more}");

    public static FieldProblem Invalid(string field, string message) => new("FieldValueInvalid", field, message);

    public static FieldProblem Forbidden(string field, string message) => new("FieldValueForbidden", field, $"Forbidden: {message}");

    public static FieldProblem NotSupported(string field, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field,
        $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    /// <summary>The rest of the rules cannot be checked before this is mended.</summary>
    public bool Blocks => Reason is "FieldValueRequired" or "FieldValueNotSupported" or "FieldValueTypeInvalid" or "FieldValueTooLong" or "FieldValueTooMany";

    public JsonObject ToCause() => new() { ["reason"] = Reason, ["message"] = Message, ["field"] = Field };
}
