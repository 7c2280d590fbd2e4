using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>What must be true of a request's object before anything else is looked at.</summary>
internal static class ObjectForm
{
    public static void RequireKind(ResourceType type, JsonObject value)
    {
        var kind = value.Text("kind");
        if (string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(value.Text("apiVersion")))
        {
            if (type.Builtin)
            {
                value["kind"] = type.Kind;
                value["apiVersion"] = type.ApiVersion;
                return;
            }

            throw Refusals.BadRequest($"the object provided is unrecognized (must be of type {type.Kind}): Object 'Kind' is missing in '{value.ToJsonString()}'");
        }

        if (value.Text("apiVersion") != type.ApiVersion)
        {
            throw Refusals.BadRequest($"the API version in the data ({value.Text("apiVersion")}) does not match the expected API version ({type.ApiVersion})");
        }

        if (kind != type.Kind)
        {
            throw type.Builtin
                ? Refusals.BadRequest($"{kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: no kind \"{kind}\" is registered for version \"{type.ApiVersion}\"")
                : Refusals.Invalid(type.Group, kind, value.Text("metadata", "name") ?? "",
                    [FieldProblem.Invalid("kind", $"Invalid value: \"{kind}\": must be {type.Kind}")]);
        }
    }

    public static void RequireName(JsonObject value, string name)
    {
        if (value.Text("metadata", "name") is { Length: > 0 } named && named != name)
        {
            throw Refusals.BadRequest($"the name of the object ({named}) does not match the name on the URL ({name})");
        }
    }

    public static void RequireAppliable(JsonObject configuration, string name, WriteContext context)
    {
        if (context.Manager.Length == 0)
        {
            throw Refusals.Invalid("meta.k8s.io", "PatchOptions", "",
                [FieldProblem.Required("fieldManager", "is required for apply patch")]);
        }

        if (configuration.At("metadata", "managedFields") is JsonArray { Count: > 0 })
        {
            throw Refusals.BadRequest("metadata.managedFields must be nil");
        }

        RequireName(configuration, name);
    }

    public static void RequireReadable(ResourceType type, ShapeFindings findings, WriteContext context)
    {
        if (findings.BadTypes.Count > 0 && type.Builtin)
        {
            throw Refusals.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {findings.BadTypes[0]}");
        }

        if (findings.Unknown.Count == 0)
        {
            return;
        }

        var sentences = findings.Unknown.Select(path => $"unknown field \"{path}\"").ToList();
        if (context.FieldValidation == "Strict")
        {
            throw Refusals.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", sentences)}");
        }

        if (context.FieldValidation == "Warn")
        {
            context.Warnings.AddRange(sentences);
        }
    }

    /// <summary>The write changes nothing that counts: then nothing is written and the version stays.</summary>
    public static bool SameButForTimes(JsonObject live, JsonObject value) => JsonNode.DeepEquals(Timeless(live), Timeless(value));

    private static JsonObject Timeless(JsonObject value)
    {
        var copy = value.Copy();
        copy.Child("metadata").Remove("resourceVersion");
        foreach (var entry in copy.Maps("metadata", "managedFields"))
        {
            entry.Remove("time");
        }

        return copy;
    }
}
