using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Tests.Schema;

/// <summary>Each line is something that ValidateCustomResourceDefinition of k8s.io/apiextensions-apiserver refuses.</summary>
public class CrdChecksTests
{
    private const string Whole = """
        {"metadata": {"name": "gadgets.example.dev"}, "spec": {"group": "example.dev", "scope": "Namespaced",
          "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget", "listKind": "GadgetList", "shortNames": ["gd"], "categories": ["all"]},
          "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
            "additionalPrinterColumns": [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}], "selectableFields": [{"jsonPath": ".spec.color"}],
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
              "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 63}}},
              "spec": {"type": "object", "properties": {"size": {"type": "integer"}, "color": {"type": "string", "default": "red"}, "either": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]}}}}}}}]}}
        """;

    [Fact]
    public void A_sound_definition_is_taken() => Assert.Empty(CrdChecks.Check(Read(Whole)));

    [Theory]
    [InlineData("metadata.name", "\"other\"", "metadata.name")]
    [InlineData("spec.group", "\"example\"", "spec.group")]
    [InlineData("spec.group", "\"Example.dev\"", "spec.group")]
    [InlineData("spec.group", "\"apps.k8s.io\"", "metadata.annotations[api-approved.kubernetes.io]")]
    [InlineData("spec.scope", "\"Everywhere\"", "spec.scope")]
    [InlineData("spec.preserveUnknownFields", "true", "spec.preserveUnknownFields")]
    [InlineData("spec.names.singular", "\"Gadget\"", "spec.names.singular")]
    [InlineData("spec.names.kind", "\"my gadget\"", "spec.names.kind")]
    [InlineData("spec.names.listKind", "\"Gadget\"", "spec.names.listKind")]
    [InlineData("spec.names.listKind", "\"\"", "spec.names.listKind")]
    [InlineData("spec.names.shortNames", """["Gd"]""", "spec.names.shortNames[0]")]
    [InlineData("spec.names.categories", """["all", "my things"]""", "spec.names.categories[1]")]
    [InlineData("spec.versions.0.name", "\"1\"", "spec.versions[0].name")]
    [InlineData("spec.versions.0.storage", "false", "spec.versions")]
    [InlineData("spec.versions.0.deprecationWarning", "\"old\"", "spec.versions[0].deprecationWarning")]
    [InlineData("spec.versions.0.additionalPrinterColumns.0.type", "\"duration\"", "spec.versions[0].additionalPrinterColumns[0].type")]
    [InlineData("spec.versions.0.additionalPrinterColumns.0.format", "\"short\"", "spec.versions[0].additionalPrinterColumns[0].format")]
    [InlineData("spec.versions.0.additionalPrinterColumns.0.jsonPath", "\"{.spec.size}\"", "spec.versions[0].additionalPrinterColumns[0].JSONPath")]
    [InlineData("spec.versions.0.additionalPrinterColumns.0.name", "\"\"", "spec.versions[0].additionalPrinterColumns[0].name")]
    [InlineData("spec.versions.0.selectableFields.0.jsonPath", "\".spec.other\"", "spec.versions[0].selectableFields[0].jsonPath")]
    [InlineData("spec.versions.0.selectableFields.0.jsonPath", "\".spec.either\"", "spec.versions[0].selectableFields[0].jsonPath")]
    [InlineData("spec.versions.0.selectableFields.0.jsonPath", "\".metadata.name\"", "spec.versions[0].selectableFields[0].jsonPath")]
    [InlineData("spec.versions.0.subresources.scale", """{"specReplicasPath": ".size", "statusReplicasPath": ".status.size"}""", "spec.versions[0].subresources.scale.specReplicasPath")]
    public void Names_and_versions_are_checked(string where, string value, string field)
    {
        var crd = Read(Whole);
        Set(crd, where, value);
        Assert.Contains(CrdChecks.Check(crd), problem => problem.Field == field);
    }

    [Theory]
    [InlineData("type", "\"array\"", "type", "must be object at the root")]
    [InlineData("nullable", "true", "nullable", "cannot be true at the root")]
    [InlineData("additionalProperties", """{"type": "string"}""", "additionalProperties", "must not be used at the root")]
    [InlineData("minProperties", "1", "", "not allowed at the root of the schema if the status subresource is enabled")]
    [InlineData("properties.kind", """{"type": "integer"}""", "properties[kind].type", "must be string")]
    [InlineData("properties.kind", """{"type": "string", "default": "Gadget"}""", "properties[kind].default", "must not be set")]
    [InlineData("properties.metadata.properties.labels", """{"type": "object"}""", "properties[metadata]", "anything other than name and generateName")]
    [InlineData("properties.metadata.description", "\"the name\"", "properties[metadata]", "anything other than name and generateName")]
    [InlineData("properties.spec", """{"description": "no type"}""", "properties[spec].type", "must not be empty for specified object fields")]
    [InlineData("properties.spec", """{"type": "array", "items": {"description": "no type"}}""", "properties[spec].items.type", "for specified array items")]
    [InlineData("properties.spec", """{"type": "null"}""", "properties[spec].type", "Unsupported value")]
    [InlineData("properties.spec", """{"type": "array"}""", "properties[spec].items", "must be specified")]
    [InlineData("properties.spec", """{"type": "array", "items": [{"type": "string"}]}""", "properties[spec].items", "must be a schema object and not an array")]
    [InlineData("properties.spec", """{"type": "array", "uniqueItems": true, "items": {"type": "string"}}""", "properties[spec].uniqueItems", "quadratic")]
    [InlineData("properties.spec", """{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "string"}}""", "properties[spec].additionalProperties", "mutual exclusive")]
    [InlineData("properties.spec", """{"$ref": "#/a", "type": "object"}""", "properties[spec].$ref", "not supported")]
    [InlineData("properties.spec", """{"type": "string", "pattern": "(?!a)"}""", "properties[spec].pattern", "must be a valid regular expression")]
    [InlineData("properties.spec", """{"type": "string", "pattern": "(a"}""", "properties[spec].pattern", "must be a valid regular expression")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-preserve-unknown-fields": false}""", "properties[spec].x-kubernetes-preserve-unknown-fields", "true or undefined")]
    [InlineData("properties.spec", """{"x-kubernetes-int-or-string": true, "x-kubernetes-preserve-unknown-fields": true}""", "properties[spec].x-kubernetes-preserve-unknown-fields", "must be false")]
    [InlineData("properties.spec", """{"type": "string", "x-kubernetes-map-type": "atomic"}""", "properties[spec].type", "must be object if x-kubernetes-map-type")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-map-type": "whole"}""", "properties[spec].x-kubernetes-map-type", "Unsupported value")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-list-type": "atomic"}""", "properties[spec].type", "must be array")]
    [InlineData("properties.spec", """{"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "bag"}""", "properties[spec].x-kubernetes-list-type", "Unsupported value")]
    [InlineData("properties.spec", """{"type": "array", "items": {"type": "string"}, "x-kubernetes-list-map-keys": ["a"]}""", "properties[spec].x-kubernetes-list-type", "must be map")]
    [InlineData("properties.spec", """{"type": "array", "items": {"type": "object"}, "x-kubernetes-list-type": "set"}""", "properties[spec].items.x-kubernetes-map-type", "must be atomic")]
    [InlineData("properties.spec", """{"type": "array", "items": {"type": "object", "required": ["a"], "properties": {"a": {"type": "object"}}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a"]}""", "properties[spec].items.properties[a].type", "must be a scalar type")]
    [InlineData("properties.spec", """{"type": "array", "items": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "nullable": true}}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a"]}""", "properties[spec].items.properties[a].nullable", "cannot be nullable")]
    [InlineData("properties.spec", """{"type": "object", "anyOf": [{"type": "object"}]}""", "properties[spec].anyOf[0].type", "must be empty to be structural")]
    [InlineData("properties.spec", """{"type": "object", "not": {"description": "never"}}""", "properties[spec].not.description", "must be empty to be structural")]
    [InlineData("properties.spec", """{"type": "object", "allOf": [{"properties": {"a": {"minimum": 1}}}]}""", "properties[spec].allOf[0].properties[a]", "not outside of it")]
    [InlineData("properties.spec", """{"type": "object", "oneOf": [{"x-kubernetes-validations": [{"rule": "true"}]}]}""", "properties[spec].oneOf[0].x-kubernetes-validations", "must be empty to be structural")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-validations": [{"rule": " "}]}""", "properties[spec].x-kubernetes-validations[0].rule", "rule is not specified")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-validations": [{"rule": "true", "message": "a\nb"}]}""", "properties[spec].x-kubernetes-validations[0].message", "one line")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-validations": [{"rule": "true ||\ntrue"}]}""", "properties[spec].x-kubernetes-validations[0].message", "must be specified if rule contains line breaks")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-validations": [{"rule": "true", "reason": "Because"}]}""", "properties[spec].x-kubernetes-validations[0].reason", "Unsupported value")]
    [InlineData("properties.spec", """{"type": "object", "x-kubernetes-validations": [{"rule": "true", "fieldPath": ".b"}]}""", "properties[spec].x-kubernetes-validations[0].fieldPath", "does not refer to a valid field")]
    [InlineData("properties.spec", """{"type": "object", "properties": {"a": {"type": "object", "default": {"b": 1}}}}""", "properties[spec].properties[a].default", "unknown fields")]
    public void A_schema_that_is_not_structural_is_refused(string where, string value, string field, string why)
    {
        var crd = Read(Whole);
        Set(crd, "spec.versions.0.schema.openAPIV3Schema." + where, value);
        var path = "spec.versions[0].schema.openAPIV3Schema" + (field.Length == 0 ? "" : "." + field);
        var problem = CrdChecks.Check(crd).FirstOrDefault(problem => problem.Field == path && problem.Message.Contains(why, StringComparison.Ordinal));
        Assert.True(problem is not null, string.Join("\n", CrdChecks.Check(crd)));
    }

    [Fact]
    public void Rules_are_not_looked_at_before_the_schema_is_structural()
    {
        var crd = Read(Whole);
        Set(crd, "spec.versions.0.schema.openAPIV3Schema.properties.spec", """{"type": "object", "properties": {"a": {}}, "x-kubernetes-validations": [{"rule": "self.none > 50"}]}""");
        Set(crd, "spec.versions.0.selectableFields", "[]");
        Assert.Equal("spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[a].type", Assert.Single(CrdChecks.Check(crd)).Field);
    }

    private static void Set(JsonObject crd, string where, string value)
    {
        var steps = where.Split('.');
        JsonNode at = crd;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        }

        ((JsonObject)at)[steps[^1]] = JsonNode.Parse(value);
    }

    private static JsonObject Read(string text) => (JsonObject)JsonNode.Parse(text)!;
}
