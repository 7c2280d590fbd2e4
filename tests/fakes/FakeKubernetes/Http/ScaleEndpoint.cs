using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Patching;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Http;

/// <summary>The scale subresource: autoscaling/v1 Scale as a view of an object's replicas.</summary>
internal sealed class ScaleEndpoint(Cluster cluster, ObjectWriter writer)
{
    private static readonly ResourceType ScaleType = new()
    {
        Group = "autoscaling", Version = "v1", Plural = "scales", Singular = "scale", Kind = "Scale", Namespaced = true,
            Schema = BuiltinSchemas.Of("Scale"),
    };

    public async Task AnswerAsync(ApiRequest request, CancellationToken cancel)
    {
        var live = cluster.Store.Get(request.Type.StorageKey, request.Namespace, request.Name)
            ?? throw Refusals.NotFound(request.Type, request.Name);
        if (request.Verb == "get")
        {
            await Answers.WriteAsync(request.Http, 200, View(request.Type, live.Body), cancel);
            return;
        }

        var body = await BodyReader.ReadAsync(request.Http, "Scale", cancel);
        var context = request.Writer();
        var written = writer.Patch(request.Type, request.Namespace, request.Name, current =>
        {
            var scale = request.Verb switch
            {
                "update" => (JsonObject)body!,
                "patch" => PatchKinds.Read(ScaleType, BodyReader.MediaType(request.Http), body)(View(request.Type, current)),
                _ => throw Refusals.MethodNotAllowed(),
            };
            var fence = scale.Text("metadata", "resourceVersion");
            current.Child("spec")["replicas"] = scale.Whole("spec", "replicas") ?? 0;
            current.Child("metadata").Put("resourceVersion", fence ?? current.Text("metadata", "resourceVersion"));
            return current;
        }, context);
        await Answers.WriteAsync(request.Http, 200, View(request.Type, written), cancel);
    }

    private static JsonObject View(ResourceType type, JsonObject live)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata.Put(name, live.At("metadata", name)?.DeepClone());
        }

        var (replicas, status) = Paths(type, live);
        var scale = new JsonObject
        {
            ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata,
                ["spec"] = new JsonObject { ["replicas"] = replicas },
            ["status"] = new JsonObject { ["replicas"] = status, ["selector"] = SelectorText(live.Map("spec", "selector", "matchLabels")) },
        };
        Shaping.Shape(scale, ScaleType.Schema, true);
        return scale;
    }

    private static (long Desired, long Actual) Paths(ResourceType type, JsonObject live) =>
        (live.Whole("spec", "replicas") ?? (type.Builtin ? 1 : 0), live.Whole("status", "replicas") ?? 0);

    private static string SelectorText(JsonObject? labels) =>
        string.Join(',', (labels ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value.Text()}"));
}
