using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>The versions of a CRD but for their schemas: names, storage, columns, selectable fields, scale.</summary>
internal static class CrdVersions
{
    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
    private const int MostSelectable = 8;

    public static IEnumerable<FieldProblem> Check(IReadOnlyList<JsonObject> versions)
    {
        if (versions.Count(version => version.Flag("storage")) != 1)
        {
            yield return FieldProblem.Invalid("spec.versions", "Invalid value: must have exactly one version marked as storage version");
        }

        if (versions.Select(version => version.Text("name")).Distinct(StringComparer.Ordinal).Count() != versions.Count)
        {
            yield return FieldProblem.Invalid("spec.versions", "Invalid value: must contain unique version names");
        }

        for (var i = 0; i < versions.Count; i++)
        {
            var path = $"spec.versions[{i}]";
            foreach (var problem in One(versions[i], path).Concat(Columns(versions[i], path)).Concat(Selectable(versions[i], path)).Concat(Scale(versions[i], path)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<FieldProblem> One(JsonObject version, string path)
    {
        if (CrdNames.Unfit(path + ".name", version.Text("name") ?? "") is { } unfit)
        {
            yield return unfit;
        }

        if (version.Text("deprecationWarning") is { } warning && !version.Flag("deprecated"))
        {
            yield return FieldProblem.Invalid(path + ".deprecationWarning", $"Invalid value: \"{warning}\": can only be set for deprecated versions");
        }
    }

    private static IEnumerable<FieldProblem> Columns(JsonObject version, string path)
    {
        foreach (var (column, i) in version.Maps("additionalPrinterColumns").Select((column, i) => (column, i)))
        {
            var place = $"{path}.additionalPrinterColumns[{i}]";
            if (string.IsNullOrEmpty(column.Text("name")))
            {
                yield return FieldProblem.Required(place + ".name");
            }

            if (column.Text("type") is not { } type || !ColumnTypes.Contains(type, StringComparer.Ordinal))
            {
                yield return FieldProblem.Invalid(place + ".type", $"Invalid value: \"{column.Text("type")}\": must be one of {string.Join(",", ColumnTypes)}");
            }

            if (column.Text("format") is { Length: > 0 } format && !ColumnFormats.Contains(format, StringComparer.Ordinal))
            {
                yield return FieldProblem.Invalid(place + ".format", $"Invalid value: \"{format}\": must be one of {string.Join(",", ColumnFormats)}");
            }

            if (column.Text("jsonPath") is not { } where || !where.StartsWith('.'))
            {
                yield return FieldProblem.Invalid(place + ".JSONPath", $"Invalid value: \"{column.Text("jsonPath")}\": must be a simple json path starting with .");
            }
        }
    }

    private static IEnumerable<FieldProblem> Selectable(JsonObject version, string path)
    {
        var fields = version.Maps("selectableFields").ToList();
        if (fields.Select(field => field.Text("jsonPath")).Distinct(StringComparer.Ordinal).Count() is var count && count > MostSelectable)
        {
            yield return new FieldProblem("FieldValueTooMany", path + ".selectableFields", $"Too many: {count}: must have at most {MostSelectable} items");
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var (place, where) = ($"{path}.selectableFields[{i}].jsonPath", fields[i].Text("jsonPath") ?? "");
            var problem = SchemaPaths.Find(version.Map("schema", "openAPIV3Schema"), where) switch
            {
                null => "is an invalid path: does not refer to a valid field",
                _ when where.StartsWith(".metadata", StringComparison.Ordinal) => "must not point to fields in metadata",
                var schema when schema.Text("type") is not ("string" or "boolean" or "integer") =>
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.",
                _ when fields.Take(i).Any(before => before.Text("jsonPath") == where) => "duplicate",
                _ => null,
            };
            if (problem is not null)
            {
                yield return FieldProblem.Invalid(place, $"Invalid value: \"{where}\": {problem}");
            }
        }
    }

    private static IEnumerable<FieldProblem> Scale(JsonObject version, string path)
    {
        if (version.Map("subresources", "scale") is not { } scale)
        {
            yield break;
        }

        foreach (var (key, below, needed) in new[] { ("specReplicasPath", ".spec.", true), ("statusReplicasPath", ".status.", true), ("labelSelectorPath", ".", false) })
        {
            var place = $"{path}.subresources.scale.{key}";
            if (scale.Text(key) is not { Length: > 0 } where)
            {
                foreach (var missing in needed ? new[] { FieldProblem.Required(place) } : [])
                {
                    yield return missing;
                }
            }
            else if (!where.StartsWith(below, StringComparison.Ordinal))
            {
                yield return FieldProblem.Invalid(place, $"Invalid value: \"{where}\": should be a json path under {below.TrimEnd('.')}");
            }
        }
    }
}
