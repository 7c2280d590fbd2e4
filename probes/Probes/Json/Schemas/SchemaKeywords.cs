namespace Rollout.Probes.Json.Schemas;

/// <summary>
/// The part of JSON Schema draft 2020-12 that is understood. Anything else is refused: a keyword that nobody looks at would let pass what
/// its author believes to be checked.
/// </summary>
public static class SchemaKeywords
{
    /// <summary>Keywords that are asserted.</summary>
    public static readonly IReadOnlyList<string> Asserted =
    [
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties",
        "maxProperties", "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "minLength",
        "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "$ref",
    ];

    /// <summary>Keywords that say something to people only. <c>format</c> is an annotation in this draft.</summary>
    public static readonly IReadOnlyList<string> Annotations =
        ["$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format"];

    public static readonly IReadOnlyList<string> Types = ["null", "boolean", "object", "array", "number", "integer", "string"];
}
