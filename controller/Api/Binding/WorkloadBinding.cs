namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.workload</c>.</summary>
internal static class WorkloadBinding
{
    private const string Mend = "write what is rolled out: {apiVersion: apps/v1, kind: Deployment, name: ...}";

    public static WorkloadReference? Bind(FieldReader spec)
    {
        if (spec.Require("workload", Mend) is not { } node || FieldReader.Open(node, spec.Problems) is not { } fields)
        {
            return null;
        }

        var kinds = string.Join(", ", Enum.GetNames<WorkloadKind>());
        var apiVersion = fields.Text("apiVersion") ?? WorkloadReference.AppsV1;
        if (apiVersion != WorkloadReference.AppsV1)
        {
            fields.Problems.Add(fields.At("apiVersion"), $"'{apiVersion}' is not known", $"write {WorkloadReference.AppsV1}; known kinds are {kinds}");
        }

        var kind = fields.Require("kind", $"write one of {kinds}") is { } given ? Scalars.ChoiceOf<WorkloadKind>(given, fields.Problems) : null;
        var name = fields.RequiredHost("name");
        fields.Close();
        return kind is null || name is null ? null : new WorkloadReference { ApiVersion = apiVersion, Kind = kind.Value, Name = name };
    }
}
