using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Rollout.Api.Schema;

/// <summary>What a field is when nobody writes it: the values that the records' own initialisers give.</summary>
internal static class FieldDefaults
{
    /// <summary>Null where the field is simply absent then. A value that has defaults of its own inside is <c>{}</c>.</summary>
    public static JsonNode? Of(PropertyInfo property) => Of(property, Fresh(property.DeclaringType!));

    /// <summary>Whether the field must be written.</summary>
    public static bool IsRequired(PropertyInfo property) =>
        FieldNames.Said(property).Required
        || property.IsDefined(typeof(RequiredMemberAttribute))
        || Constructor(property.DeclaringType!)?.GetParameters() is { } parameters
            && Array.Exists(parameters, parameter => parameter.Name == property.Name && !parameter.HasDefaultValue);

    private static JsonNode? Of(PropertyInfo property, object fresh)
    {
        if (IsRequired(property) || FieldNames.Said(property).NoDefault || property.GetValue(fresh) is not { } value)
        {
            return null;
        }

        if (!IsRecord(value.GetType()))
        {
            return Json(value);
        }

        // A record of its own is written as {}, and its fields take their own defaults: both say the same only where it is a fresh one.
        return !FieldNames.Of(value.GetType()).Any(inner => Of(inner) is not null) ? null
            : value.Equals(Fresh(value.GetType())) ? new JsonObject()
            : throw new NotSupportedException($"{property.DeclaringType!.Name}.{property.Name} begins with another value than a fresh {value.GetType().Name}");
    }

    private static JsonNode? Json(object value) => value switch
    {
        string { Length: 0 } => null,
        string text => text,
        bool flag => flag,
        int whole => whole,
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan duration => DurationText.Format(duration),
        NodeCount { IsPercent: false } count => count.Value,
        NodeCount percent => percent.ToString(),
        Enum name => name.ToString(),
        IEnumerable items => List(items),
        _ when IsRecord(value.GetType()) => Written(value),
        _ => throw new NotSupportedException($"a default of type {value.GetType()}"),
    };

    private static JsonArray? List(IEnumerable items)
    {
        var list = new JsonArray();
        foreach (var item in items)
        {
            list.Add(Json(item));
        }

        return list.Count == 0 ? null : list;
    }

    /// <summary>What somebody would write to get this value: no field that says what is the default anyway.</summary>
    private static JsonObject Written(object value)
    {
        var fresh = Fresh(value.GetType());
        var written = new JsonObject();
        foreach (var field in FieldNames.Of(value.GetType()))
        {
            var said = field.GetValue(value);
            if (IsRequired(field) || !Equals(said, field.GetValue(fresh)))
            {
                if ((said is null ? null : Json(said)) is { } json)
                {
                    written[FieldNames.KeyOf(field)] = json;
                }
            }
        }

        return written;
    }

    private static object Fresh(Type type)
    {
        var constructor = Constructor(type) ?? throw new NotSupportedException($"{type} has no public constructor");
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)]);
    }

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).FirstOrDefault();

    /// <summary>The compiler makes the types of collection expressions in this assembly too.</summary>
    internal static bool IsRecord(Type type) =>
        type.Assembly == typeof(FieldDefaults).Assembly && type is { IsClass: true, IsPublic: true } && !type.IsAssignableTo(typeof(IEnumerable));
}
