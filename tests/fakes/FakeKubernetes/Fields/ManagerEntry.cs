using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>One entry of metadata.managedFields.</summary>
internal sealed record ManagerEntry(string Manager, string Operation, string ApiVersion, string? Subresource, FieldSet Fields, string Time)
{
    /// <summary>The same manager writes with the same operation, version and subresource.</summary>
    public bool Is(ManagerEntry other) =>
        Manager == other.Manager && Operation == other.Operation && ApiVersion == other.ApiVersion
            && (Subresource ?? "") == (other.Subresource ?? "");

    public static ManagerEntry Parse(JsonObject json) => new(
        json.Text("manager") ?? "", json.Text("operation") ?? "Update", json.Text("apiVersion") ?? "", json.Text("subresource"),
        FieldSet.Parse(json["fieldsV1"]), json.Text("time") ?? "");

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion, ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = Fields.ToJson(),
        };
        json.Put("time", Time.Length == 0 ? null : Time);
        json.Put("subresource", string.IsNullOrEmpty(Subresource) ? null : Subresource);
        return json;
    }
}
