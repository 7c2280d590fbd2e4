using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Patching;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Watching;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Get, list, watch, create, update, patch and delete of any kind.</summary>
internal sealed class ResourceEndpoint(Cluster cluster, ObjectWriter writer, ObjectRemover remover, ListEndpoint lists,
    WatchEndpoint watches, FaultPlan faults)
{
    private readonly ScaleEndpoint scales = new(cluster, writer);

    public Task AnswerAsync(ApiRequest request, CancellationToken cancel)
    {
        if (request.Subresource == "scale")
        {
            return request.Type.Has("scale") ? scales.AnswerAsync(request, cancel) : throw Missing(request);
        }

        if (request.Subresource is "eviction" && request.Type.Kind == "Pod")
        {
            return EvictAsync(request, cancel);
        }

        if (request.Subresource.Length > 0 && (request.Subresource != "status" || !request.Type.Has("status")))
        {
            throw Missing(request);
        }

        return request.Verb switch
        {
            "list" => lists.AnswerAsync(request, cancel),
            "watch" => watches.AnswerAsync(request, cancel),
            "get" => GetAsync(request, cancel),
            "create" when request.Name.Length == 0 => CreateAsync(request, cancel),
            "update" when request.Name.Length > 0 => UpdateAsync(request, cancel),
            "patch" when request.Name.Length > 0 => PatchAsync(request, cancel),
            "delete" => DeleteAsync(request, cancel),
            "deletecollection" => DeleteCollectionAsync(request, cancel),
            _ => throw Refusals.MethodNotAllowed(),
        };
    }

    private static ApiFault Missing(ApiRequest request) =>
        new(404, "NotFound", "the server could not find the requested resource",
            Refusals.Details(request.Name, request.Type.Group, request.Type.Plural));

    private Task GetAsync(ApiRequest request, CancellationToken cancel)
    {
        var found = Stored(request) ?? throw Refusals.NotFound(request.Type, request.Name);
        var shown = EventForms.Show(request.Type, found.Body);
        var body = Tables.Wanted(request) ? Tables.Of(request, [shown], found.Revision, null, cluster) : shown;
        return Answers.WriteAsync(request.Http, 200, body, cancel);
    }

    private StoredObject? Stored(ApiRequest request)
    {
        var storage = request.Type.StorageKey;
        return faults.Stale(request) is { } old && cluster.Store.ListAt(storage, request.Namespace, old) is { } then
            ? then.FirstOrDefault(item => item.Name == request.Name)
            : cluster.Store.Get(storage, request.Namespace, request.Name);
    }

    private async Task CreateAsync(ApiRequest request, CancellationToken cancel)
    {
        var body = await BodyReader.ReadMapAsync(request.Http, request.Type.Kind, cancel);
        var context = request.Writer();
        var (type, value) = EventForms.Store(request.Type, body, cluster.Catalogue);
        var made = writer.Create(type, request.Namespace, value, context);
        await WrittenAsync(request, 201, made, context, cancel);
    }

    private async Task UpdateAsync(ApiRequest request, CancellationToken cancel)
    {
        var body = await BodyReader.ReadMapAsync(request.Http, request.Type.Kind, cancel);
        var context = request.Writer();
        var (type, value) = EventForms.Store(request.Type, body, cluster.Catalogue);
        await WrittenAsync(request, 200, writer.Replace(type, request.Namespace, request.Name, value, context), context, cancel);
    }

    private async Task PatchAsync(ApiRequest request, CancellationToken cancel)
    {
        var kind = BodyReader.MediaType(request.Http);
        var patch = await BodyReader.ReadAsync(request.Http, request.Type.Kind, cancel);
        var context = request.Writer(kind.StartsWith("application/apply-patch", StringComparison.Ordinal));
        if (kind.StartsWith("application/apply-patch", StringComparison.Ordinal))
        {
            var (applied, created) = writer.Apply(request.Type, request.Namespace, request.Name, (JsonObject)patch!, context);
            await WrittenAsync(request, created ? 201 : 200, applied, context, cancel);
            return;
        }

        var change = PatchKinds.Read(request.Type, kind, patch);
        await WrittenAsync(request, 200, writer.Patch(request.Type, request.Namespace, request.Name, change, context), context, cancel);
    }

    private async Task WrittenAsync(ApiRequest request, int status, JsonObject body, WriteContext context, CancellationToken cancel)
    {
        if (await faults.LosesAnswerAsync(request, body))
        {
            return;
        }

        Answers.Warn(request.Http, context);
        var shown = EventForms.Show(request.Type, body);
        await Answers.WriteAsync(request.Http, status, Tables.Wanted(request) ? Tables.Of(request, [shown], 0, null, cluster) : shown,
            cancel);
    }

    private async Task DeleteAsync(ApiRequest request, CancellationToken cancel)
    {
        var options = await OptionsAsync(request, cancel);
        var answer = remover.Delete(request.Type, request.Namespace, request.Name, options);
        if (await faults.LosesAnswerAsync(request, answer))
        {
            return;
        }

        await Answers.WriteAsync(request.Http, 200, answer, cancel);
    }

    private async Task DeleteCollectionAsync(ApiRequest request, CancellationToken cancel)
    {
        var options = await OptionsAsync(request, cancel);
        var items = ListEndpoint.Select(request, cluster.Store.List(request.Type.StorageKey, request.Namespace).Items).ToList();
        foreach (var item in items)
        {
            remover.Delete(request.Type, item.Namespace, item.Name, options);
        }

        await Answers.WriteAsync(request.Http, 200, ListEndpoint.Body(request, items, cluster.Store.Revision, null, null), cancel);
    }

    private async Task EvictAsync(ApiRequest request, CancellationToken cancel)
    {
        var body = await BodyReader.ReadMapAsync(request.Http, "Eviction", cancel);
        remover.Delete(request.Type, request.Namespace, request.Name, body.Map("deleteOptions") ?? []);
        await Answers.WriteAsync(request.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 }, cancel);
    }

    private static async Task<JsonObject> OptionsAsync(ApiRequest request, CancellationToken cancel)
    {
        var options = await BodyReader.ReadAsync(request.Http, "DeleteOptions", cancel) as JsonObject ?? [];
        if (request.Query("propagationPolicy") is { } policy)
        {
            options["propagationPolicy"] = policy;
        }

        if (int.TryParse(request.Query("gracePeriodSeconds"), System.Globalization.CultureInfo.InvariantCulture, out var grace))
        {
            options["gracePeriodSeconds"] = grace;
        }

        if (request.Query("dryRun") is { Length: > 0 } dry)
        {
            options["dryRun"] = JsonReading.TextList(dry);
        }

        return options;
    }
}
