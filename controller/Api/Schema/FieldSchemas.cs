using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Api.Schema;

/// <summary>Schemas of single values. Every text is bounded, so that the cost of a rule is.</summary>
internal static class FieldSchemas
{
    /// <summary>Longer than any duration that anybody writes.</summary>
    private const int MostDuration = 40;

    private const int MostDecimal = 30;

    /// <summary>Null where the type is no single value.</summary>
    public static JsonObject? OfScalar(Type type, FieldAttribute said)
    {
        if (type.IsEnum)
        {
            return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)name)]) };
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => Text(said),
            TypeCode.Boolean => new JsonObject { ["type"] = "boolean" },
            TypeCode.Int32 or TypeCode.Int64 => Whole(type, said),
            TypeCode.Decimal => new JsonObject
            {
                ["type"] = "string", ["maxLength"] = MostDecimal,
                ["pattern"] = said.Below > 0 || said.UpTo > 0 ? Patterns.Decimal : Patterns.SignedDecimal,
            },
            _ when type == typeof(TimeSpan) => new JsonObject
            {
                ["type"] = "string", ["minLength"] = 2, ["maxLength"] = MostDuration, ["pattern"] = IsShort(said) ? Patterns.ShortDuration : Patterns.Duration,
            },
            _ when type == typeof(Uri) => Text(said),
            _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            _ when type == typeof(NodeCount) => new JsonObject
            {
                ["x-kubernetes-int-or-string"] = true,
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
                ["minimum"] = 1, ["pattern"] = Patterns.NodeCount, ["maxLength"] = 12,
            },
            _ => null,
        };
    }

    public static JsonObject OfForm(FieldAttribute said) => said.Form switch
    {
        FieldForm.Label => Name(63, Patterns.DnsLabel),
        FieldForm.Reference => Reference(Name(63, Patterns.DnsLabel)),
        FieldForm.DottedReference => Reference(Name(253, Patterns.DnsSubdomain)),
        FieldForm.AnyJson => new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true },
        FieldForm.SingleValues => new JsonObject
        {
            ["type"] = "object", ["additionalProperties"] = new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true }, ["maxProperties"] = said.MaxItems,
        },
        FieldForm.AnyObject => new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        FieldForm.TextsOrNumbers => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["x-kubernetes-int-or-string"] = true, ["maxLength"] = said.MaxLength },
            ["maxProperties"] = said.MaxItems,
        },
        FieldForm.TextOrTexts => TextOrTexts(said),
        FieldForm.SecretHolder => new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray("secretRef"),
            ["properties"] = new JsonObject { ["secretRef"] = With(Reference(Name(253, Patterns.DnsSubdomain)), "A Secret of the same namespace.") },
        },
        FieldForm.Typed or FieldForm.Inline => throw new ArgumentException("the type says how it is written", nameof(said)),
    };

    /// <summary>What the patterns of durations and decimals cannot say: how long, how much.</summary>
    public static IEnumerable<RuleAttribute> RangeRules(Type type, FieldAttribute said)
    {
        if (type == typeof(TimeSpan) && IsShort(said))
        {
            yield return new RuleAttribute(
                $"!self.matches(r'{Patterns.CelDuration}') || (duration(self) >= duration('{said.From}') && duration(self) <= duration('{said.To}'))",
                $"must be a duration from {said.From} to {said.To}");
        }
        else if (type == typeof(TimeSpan) && said.From != "0s")
        {
            yield return new RuleAttribute("self.matches('[1-9]')", "must be longer than zero");
        }
        else if (type == typeof(decimal) && (said.Below > 0 || said.UpTo > 0))
        {
            var most = (said.Below > 0 ? said.Below : said.UpTo).ToString("0.0###", CultureInfo.InvariantCulture);
            var (sign, words) = said.Below > 0 ? ("<", "below") : ("<=", "at most");
            yield return new RuleAttribute($"!self.matches('{Patterns.Decimal}') || (double(self) > 0.0 && double(self) {sign} {most})",
                $"must be a decimal above 0 and {words} {most.Replace(".0", "", StringComparison.Ordinal)}, such as \"0.05\"");
        }
    }

    private static bool IsShort(FieldAttribute said) => DurationText.TryParse(said.To, out var most) && most < TimeSpan.FromDays(1);

    private static JsonObject Text(FieldAttribute said)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (said.OneOf is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Select(text => (JsonNode)text)]);
            return schema;
        }

        if (said.MinLength > 0)
        {
            schema["minLength"] = said.MinLength;
        }

        schema["maxLength"] = said.MaxLength;
        if (said.Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static JsonObject Whole(Type type, FieldAttribute said)
    {
        var schema = new JsonObject { ["type"] = "integer", ["format"] = type == typeof(long) ? "int64" : "int32" };
        if (said.Least != int.MinValue)
        {
            schema["minimum"] = said.Least;
        }

        if (said.Most != int.MaxValue)
        {
            schema["maximum"] = said.Most;
        }

        return schema;
    }

    /// <summary>
    /// A structural schema knows no "either", but what it says of texts says nothing of lists and the other way round: so both are said,
    /// without a type. Values of a third type pass it, and only the binder refuses them. No fields may be named here: a server takes an
    /// untyped schema with properties for a map when it merges.
    /// </summary>
    private static JsonObject TextOrTexts(FieldAttribute said)
    {
        var schema = new JsonObject
        {
            ["x-kubernetes-preserve-unknown-fields"] = true,
            ["minLength"] = said.MinLength,
            ["maxLength"] = said.MaxLength,
            ["maxItems"] = said.MaxItems,
            ["items"] = Text(said),
        };
        if ((said.OneOf is { } allowed ? Patterns.AnyOf(allowed) : said.Pattern) is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static JsonObject Name(int most, string pattern) =>
        new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most, ["pattern"] = pattern };

    private static JsonObject With(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonObject Reference(JsonObject name)
    {
        name["description"] = "Its name.";
        return new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray("name"), ["properties"] = new JsonObject { ["name"] = name }, ["x-kubernetes-map-type"] = "atomic",
        };
    }
}
