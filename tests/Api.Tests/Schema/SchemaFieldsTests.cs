using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.Api.Crds;
using Rollout.Api.Resources;
using Rollout.Api.Schema;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Schema;

/// <summary>The schema, the records and the binder know the same fields.</summary>
public partial class SchemaFieldsTests
{
    public static TheoryData<string> Kinds() => [.. CustomKinds.All.Select(kind => kind.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_property_of_the_records_is_a_field_of_the_schema(string name)
    {
        var kind = CustomKinds.All.Single(one => one.Kind == name);
        var schema = Definitions.Schema(kind);
        var checkedTypes = new HashSet<Type>();
        Same(kind.Spec, (JsonObject)schema["properties"]!["spec"]!, checkedTypes);
        Same(kind.Status, (JsonObject)schema["properties"]!["status"]!, checkedTypes);
        Assert.True(checkedTypes.Count > 3, "hardly anything was compared");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_says_what_it_is(string name)
    {
        var silent = Definitions.Walk(Definitions.Schema(CustomKinds.All.Single(one => one.Kind == name)))
            .Where(found => !found.Path.StartsWith("metadata", StringComparison.Ordinal) && found.Path.Split('.')[^1] is { Length: > 0 } last && !last.EndsWith(']') && !last.EndsWith('}'))
            .Where(found => !((string?)found.Schema["description"] is { Length: > 3 } text && char.IsUpper(text[0]) && text.EndsWith('.') && !text.Contains("Null", StringComparison.Ordinal)));
        Assert.Empty(silent.Select(found => $"{found.Path}: {found.Schema["description"]}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_text_list_and_map_is_bounded_so_that_the_cost_of_rules_is(string name)
    {
        var unbounded = Definitions.Walk(Definitions.Schema(CustomKinds.All.Single(one => one.Kind == name)))
            .Where(found => found.Path is not ("apiVersion" or "kind"))
            .Where(found => ((string?)found.Schema["type"]) switch
            {
                "string" => found.Schema["maxLength"] is null && found.Schema["enum"] is null && found.Schema["format"] is null,
                "array" => found.Schema["maxItems"] is null,
                "object" when found.Schema["additionalProperties"] is not null => found.Schema["maxProperties"] is null,
                _ => false,
            });
        Assert.Empty(unbounded.Select(found => found.Path));
    }

    /// <summary>The binder tells the keys that it knows when it meets one that it does not: asked in every object of a full resource.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_key_that_the_binder_knows_is_a_field_of_the_schema_and_the_other_way_round(string name)
    {
        var schema = (JsonObject)Definitions.Schema(CustomKinds.All.Single(one => one.Kind == name))["properties"]!["spec"]!;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var full in Samples.AllFull(name))
        {
            foreach (var (path, of) in Objects((JsonObject)full["spec"]!, schema, "spec"))
            {
                var known = Known(full.With($"{path}.zzzzzz", "1"));
                Assert.Equal(((JsonObject)of["properties"]!).Select(pair => pair.Key).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
                asked.Add(Index().Replace(path, "[]"));
            }
        }

        var all = Definitions.Walk(schema, "spec").Where(found => found.Schema["properties"] is not null).Select(found => found.Path);
        Assert.Empty(all.Except(asked.Select(path => path.Replace(".[]", "[]", StringComparison.Ordinal)), StringComparer.Ordinal));
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Objects(JsonNode value, JsonObject schema, string path)
    {
        if (value is JsonObject map && schema["properties"] is JsonObject properties)
        {
            yield return (path, schema);
            foreach (var (key, below) in map)
            {
                foreach (var found in Objects(below!, (JsonObject)properties[key]!, $"{path}.{key}"))
                {
                    yield return found;
                }
            }
        }

        for (var i = 0; value is JsonArray list && i < list.Count; i++)
        {
            foreach (var found in Objects(list[i]!, (JsonObject)schema["items"]!, $"{path}.{i}"))
            {
                yield return found;
            }
        }
    }

    private static string[] Known(JsonObject resource)
    {
        var problem = Assert.Single(Problems(resource));
        return problem.Mend.Split("known here: ")[1].Split(", ");
    }

    internal static IReadOnlyList<Problem> Problems(JsonObject resource)
    {
        var json = JsonSerializer.SerializeToElement(resource);
        return (string)resource["kind"]! switch
        {
            Samples.Rollout => ResourceReading.Rollout(json).Spec.Problems,
            Samples.Metric => ResourceReading.BusinessMetric(json).Spec.Problems,
            _ => ResourceReading.AcceptanceProbe(json).Spec.Problems,
        };
    }

    private static void Same(Type type, JsonObject schema, HashSet<Type> done)
    {
        var keys = FieldNames.Of(type).Select(FieldNames.KeyOf).ToList();
        Assert.Equal(keys, ((JsonObject)schema["properties"]!).Select(pair => pair.Key));
        done.Add(type);
        foreach (var property in FieldNames.Of(type))
        {
            var below = (JsonObject)schema["properties"]![FieldNames.KeyOf(property)]!;
            var item = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[^1] : property.PropertyType;
            var inner = (below["items"] ?? below) as JsonObject;
            if (item.Assembly == typeof(Problem).Assembly && item.IsClass)
            {
                Same(item, inner!, done);
            }
        }
    }

    [GeneratedRegex(@"\.[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Index();
}
