using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>Lists: selectors, pages that stay at one version of the store, exact and stale versions, tables.</summary>
internal sealed class ListEndpoint(Cluster cluster, FaultPlan faults)
{
    public async Task AnswerAsync(ApiRequest request, CancellationToken cancel)
    {
        if (request.Name.Length > 0)
        {
            throw Refusals.MethodNotAllowed();
        }

        var page = ContinueToken.Read(request.Query("continue"));
        var (all, version) = Source(request, page);
        var selected = Select(request, all).ToList();
        var start = page is null ? 0 : selected.FindIndex(item => string.CompareOrdinal(ContinueToken.Key(request, item), page.After) > 0);
        var rest = start < 0 ? [] : selected.Skip(start).ToList();
        var limit = int.TryParse(request.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            && asked > 0 ? asked : int.MaxValue;
        var items = rest.Count > limit ? rest[..limit] : rest;
        var token = rest.Count > limit ? ContinueToken.Write(version, ContinueToken.Key(request, items[^1])) : null;
        long? remaining = token is null || Selects(request) ? null : rest.Count - items.Count;
        if (Tables.Wanted(request))
        {
            var table = Tables.Of(request, [.. items.Select(item => EventForms.Show(request.Type, item.Body))], version, token, cluster);
            await Answers.WriteAsync(request.Http, 200, table, cancel);
            return;
        }

        await WriteAsync(request, items, version, token, remaining, cancel);
    }

    /// <summary>Those of the objects that the request's selectors choose.</summary>
    public static IEnumerable<StoredObject> Select(ApiRequest request, IEnumerable<StoredObject> items)
    {
        var labels = LabelSelection.Parse(request.Query("labelSelector"));
        var fields = FieldSelection.Parse(request.Type, request.Query("fieldSelector"));
        return items.Where(item => labels.Matches(item.Body.Map("metadata", "labels")) && fields.Matches(item.Body));
    }

    /// <summary>The list as one tree, for answers that are not long.</summary>
    public static JsonObject Body(ApiRequest request, IEnumerable<StoredObject> items, long version, string? token, long? remaining)
    {
        var shown = items.Select(item => (JsonNode)ItemForm(request, item.Body)).ToList();
        return new JsonObject
        {
            ["kind"] = request.Type.ListKind, ["apiVersion"] = request.Type.ApiVersion,
                ["metadata"] = Metadata(request, version, token, remaining), ["items"] = new JsonArray([.. shown]),
        };
    }

    /// <summary>Items of built-in kinds come without apiVersion and kind, those of custom kinds with them.</summary>
    private static JsonObject ItemForm(ApiRequest request, JsonObject body)
    {
        var item = EventForms.Show(request.Type, body).Copy();
        if (request.Type.Builtin)
        {
            item.Remove("kind");
            item.Remove("apiVersion");
        }

        return item;
    }

    private (IReadOnlyList<StoredObject> Items, long Version) Source(ApiRequest request, ContinueToken? page)
    {
        var storage = request.Type.StorageKey;
        if (page is not null)
        {
            return (cluster.Store.ListAt(storage, request.Namespace, page.Version)
                ?? throw Refusals.Expired("The provided continue parameter is too old to display a consistent list result."), page.Version);
        }

        var asked = long.TryParse(request.Query("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version : 0;
        if (request.Query("resourceVersionMatch") == "Exact")
        {
            return (cluster.Store.ListAt(storage, request.Namespace, asked)
                ?? throw Refusals.Expired("The resourceVersion for the provided list is too old."), asked);
        }

        if (asked > cluster.Store.Revision)
        {
            throw new ApiFault(504, "Timeout", $"Too large resource version: {asked}, current: {cluster.Store.Revision}", null, 1);
        }

        return faults.Stale(request) is { } old && cluster.Store.ListAt(storage, request.Namespace, old) is { } stale
            ? (stale, old)
            : cluster.Store.List(storage, request.Namespace);
    }

    private static bool Selects(ApiRequest request) => request.Query("labelSelector") is { Length: > 0 }
        || request.Query("fieldSelector") is { Length: > 0 };

    private static JsonObject Metadata(ApiRequest request, long version, string? token, long? remaining)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (token is not null || !request.Type.Builtin)
        {
            metadata["continue"] = token ?? "";
        }

        metadata.Put("remainingItemCount", remaining);
        return metadata;
    }

    /// <summary>Custom kinds go out as they are stored, byte for byte and without a tree of the whole list.</summary>
    private static async Task WriteAsync(ApiRequest request, List<StoredObject> items, long version, string? token, long? remaining,
        CancellationToken cancel)
    {
        if (request.Type.Builtin)
        {
            await Answers.WriteAsync(request.Http, 200, Body(request, items, version, token, remaining), cancel);
            return;
        }

        request.Http.Response.ContentType = Answers.Json;
        var head = new JsonObject { ["apiVersion"] = request.Type.ApiVersion, ["kind"] = request.Type.ListKind,
            ["metadata"] = Metadata(request, version, token, remaining) };
        var start = JsonSerializer.Serialize(head, JsonForm.Options);
        var stream = request.Http.Response.BodyWriter;
        stream.Write(Encoding.UTF8.GetBytes(start[..^1] + ",\"items\":["));
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                stream.Write(","u8);
            }

            stream.Write(items[i].Utf8);
            if (i % 256 == 255)
            {
                await stream.FlushAsync(cancel);
            }
        }

        stream.Write("]}"u8);
        await stream.FlushAsync(cancel);
    }
}
