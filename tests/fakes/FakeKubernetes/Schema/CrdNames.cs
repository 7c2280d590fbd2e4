using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Group, scope and names of a CRD.</summary>
internal static partial class CrdNames
{
    private const string LabelRule = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

    public static IEnumerable<FieldProblem> Check(JsonObject crd) => Whole(crd).Concat(Group(crd)).Concat(Names(crd.Map("spec", "names") ?? [])).OfType<FieldProblem>();

    public static bool IsLabel(string text) => text.Length <= 63 && Label().IsMatch(text);

    public static FieldProblem? Unfit(string path, string? text) =>
        text is null || IsLabel(text) ? null : FieldProblem.Invalid(path, $"Invalid value: \"{text}\": {LabelRule}");

    private static IEnumerable<FieldProblem?> Whole(JsonObject crd)
    {
        var wanted = $"{crd.Text("spec", "names", "plural")}.{crd.Text("spec", "group")}";
        if (crd.Text("metadata", "name") is { } name && name != wanted)
        {
            yield return FieldProblem.Invalid("metadata.name", $"Invalid value: \"{name}\": must be spec.names.plural+\".\"+spec.group");
        }

        if (crd.Text("spec", "scope") is not ("Namespaced" or "Cluster"))
        {
            yield return FieldProblem.NotSupported("spec.scope", $"\"{crd.Text("spec", "scope")}\"", ["Cluster", "Namespaced"]);
        }

        if (crd.Flag("spec", "preserveUnknownFields"))
        {
            yield return FieldProblem.Invalid("spec.preserveUnknownFields", "Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }
    }

    private static IEnumerable<FieldProblem?> Group(JsonObject crd)
    {
        var group = crd.Text("spec", "group") ?? "";
        if (group.Length == 0)
        {
            yield return FieldProblem.Required("spec.group");
        }
        else if (group.Length > 253 || !Subdomain().IsMatch(group))
        {
            yield return FieldProblem.Invalid("spec.group", $"Invalid value: \"{group}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'");
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            yield return FieldProblem.Invalid("spec.group", $"Invalid value: \"{group}\": should be a domain with at least one dot");
        }

        var guarded = group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);
        if (guarded && crd.Text("metadata", "annotations", "api-approved.kubernetes.io") is null)
        {
            yield return FieldProblem.Required("metadata.annotations[api-approved.kubernetes.io]", "protected groups must have approval annotation \"api-approved.kubernetes.io\"");
        }
    }

    private static IEnumerable<FieldProblem?> Names(JsonObject names)
    {
        foreach (var key in new[] { "plural", "singular", "kind", "listKind" })
        {
            var text = names.Text(key) ?? "";
            yield return text.Length == 0 ? FieldProblem.Required($"spec.names.{key}")
                : Unfit($"spec.names.{key}", key.EndsWith("ind", StringComparison.Ordinal) ? text.ToLowerInvariant() : text);
        }

        foreach (var key in new[] { "shortNames", "categories" })
        {
            foreach (var (text, i) in names.Texts(key).Select((text, i) => (text, i)))
            {
                yield return Unfit($"spec.names.{key}[{i}]", text);
            }
        }

        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
        {
            yield return FieldProblem.Invalid("spec.names.listKind", $"Invalid value: \"{kind}\": kind and listKind may not be the same");
        }
    }

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain();
}
