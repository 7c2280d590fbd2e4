using System.Reflection;
using System.Text.Json;

namespace Rollout.Api.Schema;

/// <summary>The fields of a type: which properties are written, in which order, under which keys.</summary>
public static class FieldNames
{
    public static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>The properties that are fields, in the order of the source; those of an inline record in its place.</summary>
    public static IEnumerable<PropertyInfo> Of(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && !Said(property).Hidden)
        .OrderBy(property => property.MetadataToken)
        .SelectMany(property => Said(property).Form == FieldForm.Inline ? Of(property.PropertyType) : [property]);

    public static string KeyOf(PropertyInfo property) => Said(property).Name ?? CamelCase(property.Name);

    internal static FieldAttribute Said(PropertyInfo property) => property.GetCustomAttribute<FieldAttribute>() ?? new FieldAttribute();
}
