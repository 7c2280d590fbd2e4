using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Fields;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>The refusal of an apply that would take fields from others.</summary>
internal static class ApplyConflicts
{
    public static ApiFault Refuse(IReadOnlyList<(ManagerEntry Owner, FieldSet Fields)> conflicts)
    {
        var causes = conflicts.SelectMany(conflict => conflict.Fields.Paths().Select(path => (conflict.Owner, Path: path)))
            .Select(one => new JsonObject
        {
            ["reason"] = "FieldManagerConflict", ["message"] = Sentence(one.Owner), ["field"] = one.Path,
        }).ToList();
        var sentences = causes.Select(cause => $"{cause.Text("message")}: {cause.Text("field")}");
        return new ApiFault(409, "Conflict", $"Apply failed with {causes.Count} conflict{(causes.Count == 1 ? "" : "s")}: {string.Join("\n", sentences)}",
            new JsonObject { ["causes"] = causes.ToJsonArray() });
    }

    private static string Sentence(ManagerEntry owner) =>
        $"conflict with \"{owner.Manager}\"{(string.IsNullOrEmpty(owner.Subresource) ? "" : $" with subresource \"{owner.Subresource}\"")}"
        + (owner.Operation == "Update" ? $" using {owner.ApiVersion}" : "");
}
