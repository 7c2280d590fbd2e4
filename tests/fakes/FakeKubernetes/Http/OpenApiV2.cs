using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Http;

/// <summary>
/// OpenAPI v2 in the protobuf form of gnostic (openapi.v2.Document): the only one that kubectl before 1.27, as Debian has it, reads
/// for `explain` and for the checks of `apply`. Made of the same schemas as OpenAPI v3.
/// </summary>
internal static class OpenApiV2
{
    public const string ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    public static byte[] Document(IEnumerable<KeyValuePair<string, JsonObject>> schemas)
    {
        var definitions = new ProtobufWriter();
        foreach (var (name, schema) in schemas)
        {
            definitions.Message(1, Named(name, schema));
        }

        return new ProtobufWriter()
            .Text(1, "2.0")
            .Message(2, new ProtobufWriter().Text(1, "Kubernetes").Text(2, "v1.36.2-fake"))
            .Message(8, new ProtobufWriter())
            .Message(9, definitions)
            .ToArray();
    }

    private static ProtobufWriter Named(string name, JsonObject schema) => new ProtobufWriter().Text(1, name).Message(2, Schema(schema));

    private static ProtobufWriter Schema(JsonObject schema)
    {
        var written = new ProtobufWriter();
        var either = schema.Flag("x-kubernetes-int-or-string");
        var open = schema.Flag("x-kubernetes-preserve-unknown-fields");
        written.Text(2, either ? "int-or-string" : schema.Text("format")).Text(4, schema.Text("description"));
        foreach (var required in schema.Texts("required"))
        {
            written.Text(19, required);
        }

        if (schema.Map("additionalProperties") is { } additional)
        {
            written.Message(21, new ProtobufWriter().Message(1, Schema(additional)));
        }

        var type = either ? "string" : open && schema.Map("properties") is null ? null : schema.Text("type");
        if (type is not null)
        {
            written.Message(22, new ProtobufWriter().Text(1, type));
        }

        if (schema.Map("items") is { } items)
        {
            written.Message(23, new ProtobufWriter().Message(1, Schema(items)));
        }

        if (schema.Map("properties") is { } properties)
        {
            var all = new ProtobufWriter();
            foreach (var (name, property) in properties)
            {
                all.Message(1, Named(name, (JsonObject)property!));
            }

            written.Message(25, all);
        }

        foreach (var (name, value) in schema.Where(pair => pair.Key.StartsWith("x-kubernetes-", StringComparison.Ordinal)
            && Shown(pair.Key)))
        {
            written.Message(31, new ProtobufWriter().Text(1, name)
                .Message(2, new ProtobufWriter().Text(2, value!.ToJsonString(JsonForm.Options) + "\n")));
        }

        return written;
    }

    private static bool Shown(string extension) =>
        extension is "x-kubernetes-group-version-kind" or "x-kubernetes-patch-strategy" or "x-kubernetes-patch-merge-key" or "x-kubernetes-list-type" or "x-kubernetes-list-map-keys";
}
