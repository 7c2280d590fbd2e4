using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rollout.Api.Binding;
using Rollout.Api.Crds;

namespace Rollout.Api.Resources;

/// <summary>
/// Reads objects of our kinds from JSON, whether the API server checked them or not (a CRD of another version, a server without CEL):
/// the same checks as for every other input, all problems at once, with their field paths.
/// </summary>
public static class ResourceReading
{
    public static ReadResource<StaggeredRolloutSpec, RolloutStatus> Rollout(JsonElement json) =>
        Read(json, CustomKinds.StaggeredRollout, (spec, problems) => SpecBinding.Bind(spec, SpecPlatform.Kubernetes, problems), ResourceJson.Default.RolloutStatus);

    public static ReadResource<BusinessMetricSpec, ConditionsStatus> BusinessMetric(JsonElement json) =>
        Read(json, CustomKinds.BusinessMetric,
            (spec, problems) => FieldReader.Open(spec, problems) is { } fields ? MetricBinding.BindMetric(fields) : null,
            ResourceJson.Default.ConditionsStatus);

    public static ReadResource<AcceptanceProbeSpec, ProbeStatus> AcceptanceProbe(JsonElement json) =>
        Read(json, CustomKinds.AcceptanceProbe,
            (spec, problems) => FieldReader.Open(spec, problems) is { } fields ? AcceptanceProbeBinding.BindSpec(fields) : null,
            ResourceJson.Default.ProbeStatus);

    private static ReadResource<TSpec, TStatus> Read<TSpec, TStatus>(
        JsonElement json, CustomKind kind, Func<SpecNode, BindingProblems, TSpec?> bind, JsonTypeInfo<TStatus> type)
        where TSpec : class
        where TStatus : class
    {
        var problems = new BindingProblems();
        TSpec? spec = null;
        if (FieldReader.Open(JsonTree.Read(Without(json, "status", "metadata")), problems) is { } fields)
        {
            Is(fields, "apiVersion", CustomKind.ApiVersion);
            Is(fields, "kind", kind.Kind);
            spec = fields.Require("spec", "write what is wanted") is { } node ? bind(node, problems) : null;
            fields.Close();
        }

        var meta = MetaReading.Of(json, problems);
        var (status, trouble) = Status(json, type);
        return new(meta, problems.Outcome(spec), status, trouble);
    }

    private static void Is(FieldReader fields, string key, string wanted)
    {
        if (fields.RequiredText(key, $"write {wanted}") is { } text && text != wanted)
        {
            fields.Problems.Add(fields.At(key), $"is '{text}'", $"write {wanted}");
        }
    }

    private static (TStatus? Status, string? Trouble) Status<TStatus>(JsonElement json, JsonTypeInfo<TStatus> type)
        where TStatus : class
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("status", out var status) || status.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        try
        {
            return (status.Deserialize(type), null);
        }
        catch (JsonException e)
        {
            return (null, $"status{e.Path?.TrimStart('$')} is not understood: {e.Message}");
        }
    }

    /// <summary>The object without the parts that are not the owner's to write.</summary>
    private static JsonElement Without(JsonElement json, params string[] keys)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return json;
        }

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var property in json.EnumerateObject().Where(property => !keys.Contains(property.Name, StringComparer.Ordinal)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }
}
