using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Validation of an object that is about to be stored: every problem at once.</summary>
internal static partial class ObjectChecks
{
    private const int MostAnnotationBytes = 262_144;

    public static void Check(ResourceType type, JsonObject value, JsonObject? live)
    {
        var problems = Metadata(type, value, live).ToList();
        if (!type.Builtin)
        {
            // The real server validates the finalizers of a custom resource twice, and says so twice.
            problems.AddRange(Finalizers(value, live));
            problems.AddRange(SchemaCheck.Check(value, live, type.Schema));
        }
        else
        {
            problems.AddRange(Builtin(type, value, live));
        }

        if (problems.Count > 0)
        {
            var group = type.Plural == "events" ? "" : type.Group;
            throw Refusals.Invalid(group, type.Kind, value.Text("metadata", "name") ?? "", problems);
        }
    }

    private static IEnumerable<FieldProblem> Metadata(ResourceType type, JsonObject value, JsonObject? live)
    {
        var name = value.Text("metadata", "name") ?? "";
        if (type.Group != "rbac.authorization.k8s.io" && (name.Length > 253 || !Subdomain().IsMatch(name)))
        {
            yield return FieldProblem.Invalid("metadata.name",
                $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        }

        foreach (var (key, text) in value.Map("metadata", "labels") ?? [])
        {
            if (!LabelValue().IsMatch(text.Text() ?? "") || (text.Text() ?? "").Length > 63)
            {
                yield return FieldProblem.Invalid("metadata.labels",
                    $"Invalid value: \"{text.Text()}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.' (label {key})");
            }
        }

        if ((value.Map("metadata", "annotations") ?? []).Sum(pair =>
            Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value.Text() ?? "")) > MostAnnotationBytes)
        {
            yield return new FieldProblem("FieldValueTooLong", "metadata.annotations",
                $"Too long: may not be more than {MostAnnotationBytes} bytes");
        }

        foreach (var problem in Finalizers(value, live))
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Finalizers(JsonObject value, JsonObject? live)
    {
        if (live?.Text("metadata", "deletionTimestamp") is null)
        {
            yield break;
        }

        var added = value.Texts("metadata", "finalizers").Except(live.Texts("metadata", "finalizers"), StringComparer.Ordinal).ToList();
        if (added.Count > 0)
        {
            yield return FieldProblem.Forbidden("metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(one => $"\"{one}\""))}}}");
        }
    }

    private static IEnumerable<FieldProblem> Builtin(ResourceType type, JsonObject value, JsonObject? live) => type.Kind switch
    {
        "Event" => Event(value),
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" => Workload(value, live),
        "Pod" => Containers(value.Map("spec"), "spec"),
        "CustomResourceDefinition" => CrdChecks.Check(value),
        _ => [],
    };

    private static IEnumerable<FieldProblem> Event(JsonObject value)
    {
        if (value.Text("action") is null && value.Text("eventTime") is not null)
        {
            yield return FieldProblem.Required("action");
        }

        if (value.Text("type") is { } kind && kind is not ("Normal" or "Warning"))
        {
            yield return FieldProblem.Invalid("type", $"Invalid value: \"\": has invalid value: {kind}");
        }

        if ((value.Text("note") ?? "").Length > 1024)
        {
            yield return FieldProblem.Invalid("message", "Invalid value: \"\": can have at most 1024 characters");
        }
    }

    private static IEnumerable<FieldProblem> Workload(JsonObject value, JsonObject? live)
    {
        var selector = value.Map("spec", "selector");
        var labels = value.Map("spec", "template", "metadata", "labels") ?? [];
        if (selector is null)
        {
            yield return FieldProblem.Required("spec.selector");
        }
        else if (!LabelSelection.OfSelector(selector).Matches(labels))
        {
            yield return FieldProblem.Invalid("spec.template.metadata.labels",
                $"Invalid value: {labels.ToJsonString()}: `selector` does not match template `labels`");
        }

        if (live is not null && !JsonNode.DeepEquals(live.At("spec", "selector"), selector))
        {
            yield return FieldProblem.Invalid("spec.selector", $"Invalid value: {selector?.ToJsonString()}: field is immutable");
        }

        if (value.Whole("spec", "replicas") < 0)
        {
            yield return FieldProblem.Invalid("spec.replicas",
                $"Invalid value: {value.Whole("spec", "replicas")}: must be greater than or equal to 0");
        }

        foreach (var problem in Containers(value.Map("spec", "template", "spec"), "spec.template.spec"))
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Containers(JsonObject? spec, string path)
    {
        var containers = spec.Maps("containers").ToList();
        if (containers.Count == 0)
        {
            yield return FieldProblem.Required($"{path}.containers");
        }

        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Text("name") is not { Length: > 0 })
            {
                yield return FieldProblem.Required($"{path}.containers[{i}].name");
            }

            if (containers[i].Text("image") is not { Length: > 0 })
            {
                yield return FieldProblem.Required($"{path}.containers[{i}].image");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelValue();
}
