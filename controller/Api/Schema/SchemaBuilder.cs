using System.Reflection;
using System.Text.Json.Nodes;

namespace Rollout.Api.Schema;

/// <summary>
/// Makes the structural OpenAPI v3 schema of a resource's type: fields and defaults from the record, limits and rules from its
/// attributes, descriptions from its doc comments. There is no second place where any of this is written.
/// </summary>
public sealed class SchemaBuilder(DocComments docs)
{
    /// <summary>The schema of a record.</summary>
    public JsonObject OfRecord(Type type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in FieldNames.Of(type))
        {
            properties[FieldNames.KeyOf(field)] = Field(field);
            if (FieldDefaults.IsRequired(field))
            {
                required.Add(FieldNames.KeyOf(field));
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["description"] = docs.Of(type) };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["properties"] = properties;
        Rules(schema, type.GetCustomAttributes<RuleAttribute>());
        return schema;
    }

    private JsonObject Field(PropertyInfo property)
    {
        var said = FieldNames.Said(property);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = said.Form == FieldForm.Typed ? Typed(type, said) : FieldSchemas.OfForm(said);
        var rules = property.GetCustomAttributes<RuleAttribute>();
        Rules(schema, FieldSchemas.RangeRules(type, said).Concat(rules));
        if (FieldDefaults.Of(property) is { } value)
        {
            schema["default"] = value;
        }

        schema["description"] = Description(property, type, schema);
        return Ordered(schema);
    }

    private JsonObject Typed(Type type, FieldAttribute said)
    {
        if (FieldSchemas.OfScalar(type, said) is { } scalar)
        {
            return scalar;
        }

        if (type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableTo(typeof(IEnumerable<>).MakeGenericType(item)))
        {
            return List(item, said);
        }

        if (type.IsGenericType && type.GetGenericArguments() is [_, var value])
        {
            return new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = FieldDefaults.IsRecord(value) ? OfRecord(value) : FieldSchemas.OfScalar(value, said),
                ["maxProperties"] = said.MaxItems,
            };
        }

        return FieldDefaults.IsRecord(type) ? OfRecord(type) : throw new NotSupportedException($"a field of type {type}");
    }

    private JsonObject List(Type item, FieldAttribute said)
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = FieldDefaults.IsRecord(item) ? OfRecord(item) : FieldSchemas.OfScalar(item, said),
            ["maxItems"] = said.MaxItems,
            ["x-kubernetes-list-type"] = said.Key is null ? "atomic" : "map",
        };
        if (said.MinItems > 0)
        {
            schema["minItems"] = said.MinItems;
        }

        if (said.Key is { } key)
        {
            schema["x-kubernetes-list-map-keys"] = new JsonArray(key);
        }

        return schema;
    }

    /// <summary>What the property says; what a list's items or the object are, where it says nothing; what each allowed value means; the default.</summary>
    private string Description(PropertyInfo property, Type type, JsonObject schema)
    {
        var text = docs.Of(property);
        if (text.Length == 0)
        {
            text = FieldDefaults.IsRecord(type) ? docs.Of(type) : "";
        }

        if (type.IsEnum)
        {
            var values = Enum.GetNames(type).Select(name => (Name: name, Means: docs.OfValue(type, name).TrimEnd('.'))).ToList();
            var list = string.Join("; ", values.Select(value => value.Means.Length == 0 ? value.Name : $"{value.Name}: {value.Means}"));
            text = $"{text} One of: {list}.";
        }

        return schema["default"] is JsonValue value && value.ToString() is { Length: > 0 } shown && shown != "{}" ? $"{text} Default: {shown}." : text;
    }

    private static void Rules(JsonObject schema, IEnumerable<RuleAttribute> rules)
    {
        var list = rules.Select(rule =>
        {
            var one = new JsonObject { ["rule"] = rule.Expression, ["message"] = rule.Message };
            if (rule.Field is { } field)
            {
                one["fieldPath"] = field;
            }

            return (JsonNode)one;
        }).ToList();
        if (list.Count == 0)
        {
            return;
        }

        var all = (JsonArray?)schema["x-kubernetes-validations"] ?? [];
        list.ForEach(all.Add);
        schema["x-kubernetes-validations"] = all;
    }

    /// <summary>People read the description first.</summary>
    private static JsonObject Ordered(JsonObject schema)
    {
        var ordered = new JsonObject();
        foreach (var key in schema.Select(pair => pair.Key).OrderBy(key => key switch { "description" => 0, "type" => 1, _ => 2 }).ToList())
        {
            var value = schema[key];
            schema.Remove(key);
            ordered[key] = value;
        }

        return ordered;
    }
}
