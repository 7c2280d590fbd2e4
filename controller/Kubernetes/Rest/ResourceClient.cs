using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>
/// Everything that can be done with the objects of one kind. Reads are repeated where the way was at fault; writes never are
/// (<see cref="ApiError.MayHaveBeenCarriedOut"/>).
/// </summary>
public sealed class ResourceClient<T>
    where T : class
{
    private readonly ApiTransport transport;

    internal ResourceClient(ApiTransport transport, ResourceKind<T> kind)
    {
        this.transport = transport;
        Kind = kind;
    }

    public ResourceKind<T> Kind { get; }

    internal ApiTransport Transport => transport;

    public Task<ApiResult<T>> GetAsync(ObjectKey key, CancellationToken cancellation) =>
        OneAsync(new ApiRequest(HttpMethod.Get, Kind.Type.ObjectPath(key), []), cancellation);

    /// <summary>All pages, as of one moment. A continue token that expires on the way makes the list begin anew.</summary>
    public async Task<ApiResult<ResourceList<T>>> ListAsync(ListOptions options, CancellationToken cancellation)
    {
        const int mostBeginnings = 4;
        for (var beginning = 1; ; beginning++)
        {
            var all = await AllPagesAsync(options, cancellation);
            if (all.TryGet(out _, out var error) || !error.IsExpired || beginning == mostBeginnings)
            {
                return all;
            }
        }
    }

    /// <summary>POST. With <c>generateName</c> the server makes up the name.</summary>
    public Task<ApiResult<T>> CreateAsync(T item, WriteOptions options, CancellationToken cancellation)
    {
        var key = Kind.KeyOf(item);
        var path = options.Subresource is null ? Kind.Type.CollectionPath(key.Namespace) : Kind.Type.ObjectPath(key, options.Subresource);
        return OneAsync(new ApiRequest(HttpMethod.Post, path, options.Query()) { Body = Write(item) }, cancellation);
    }

    /// <summary>
    /// PUT: the whole object. Fields that <typeparamref name="T"/> does not have are lost: use a type that has them all, an untyped kind, or a
    /// patch. With the resourceVersion that was read, 409 where somebody else has written since.
    /// </summary>
    public Task<ApiResult<T>> ReplaceAsync(T item, WriteOptions options, CancellationToken cancellation) =>
        OneAsync(
            new ApiRequest(HttpMethod.Put, Kind.Type.ObjectPath(Kind.KeyOf(item), options.Subresource), options.Query()) { Body = Write(item) },
            cancellation);

    public Task<ApiResult<T>> PatchAsync(ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellation) =>
        OneAsync(
            new ApiRequest(HttpMethod.Patch, Kind.Type.ObjectPath(key, options.Subresource), options.Query())
            {
                Body = patch.Body,
                ContentType = patch.ContentType,
            },
            cancellation);

    /// <summary>Server-side apply: everything that this field manager wants; what it wanted before and leaves out now is removed.</summary>
    public Task<ApiResult<T>> ApplyAsync(T item, WriteOptions options, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(options.FieldManager))
        {
            throw new ArgumentException("server-side apply needs a field manager", nameof(options));
        }

        return OneAsync(
            new ApiRequest(HttpMethod.Patch, Kind.Type.ObjectPath(Kind.KeyOf(item), options.Subresource), options.Query(apply: true))
            {
                Body = Write(item),
                ContentType = "application/apply-patch+yaml",
            },
            cancellation);
    }

    /// <summary>The scale of an object that has one (autoscaling/v1).</summary>
    public Task<ApiResult<Scale>> GetScaleAsync(ObjectKey key, CancellationToken cancellation) =>
        SendAsync(new ApiRequest(HttpMethod.Get, Kind.Type.ObjectPath(key, "scale"), []), KubernetesJson.Default.Scale, cancellation);

    /// <summary>Sets the replicas; with a resourceVersion in <paramref name="expected"/> only if nobody else has written since.</summary>
    public Task<ApiResult<Scale>> SetScaleAsync(ObjectKey key, int replicas, string? expected, WriteOptions options, CancellationToken cancellation)
    {
        var change = new System.Text.Json.Nodes.JsonObject { ["spec"] = new System.Text.Json.Nodes.JsonObject { ["replicas"] = replicas } };
        if (expected is not null)
        {
            change["metadata"] = new System.Text.Json.Nodes.JsonObject { ["resourceVersion"] = expected };
        }

        var patch = Patch.Merge(change);
        var request = new ApiRequest(HttpMethod.Patch, Kind.Type.ObjectPath(key, "scale"), options.Query())
        {
            Body = patch.Body,
            ContentType = patch.ContentType,
        };
        return SendAsync(request, KubernetesJson.Default.Scale, cancellation);
    }

    public async Task<ApiResult<DeleteOutcome<T>>> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellation)
    {
        var document = new DeleteDocument
        {
            PropagationPolicy = options.Propagation?.ToString(),
            GracePeriodSeconds = options.GracePeriodSeconds,
            Preconditions = options.Uid is null && options.ResourceVersion is null
                ? null
                : new DeleteDocument.DeletePreconditions(options.Uid, options.ResourceVersion),
            DryRun = options.DryRun ? ["All"] : null,
        };
        var request = new ApiRequest(HttpMethod.Delete, Kind.Type.ObjectPath(key), [])
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(document, ProtocolJson.Default.DeleteDocument),
        };
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Then(body => JsonAnswers.Read(request, body, ProtocolJson.Default.KindDocument))
            .TryGet(out var answered, out var error)
            ? answered.Kind == "Status"
                ? new ApiResult<DeleteOutcome<T>>.Ok(new DeleteOutcome<T>(null))
                : answer.Then(body => JsonAnswers.Read(request, body, Kind.Json))
                    .Then(item => new ApiResult<DeleteOutcome<T>>.Ok(new DeleteOutcome<T>(item)))
            : new ApiResult<DeleteOutcome<T>>.Failed(error);
    }

    private async Task<ApiResult<ResourceList<T>>> AllPagesAsync(ListOptions options, CancellationToken cancellation)
    {
        var items = new List<T>();
        string? next = null;
        var version = "";
        do
        {
            var page = await PageAsync(options, next, cancellation);
            if (!page.TryGet(out var found, out var error))
            {
                return new ApiResult<ResourceList<T>>.Failed(error);
            }

            items.AddRange(found.Items);
            (next, version) = (found.Continue, found.ResourceVersion);
            if (items.Count > transport.Limits.ListItems || (next is not null && found.Items.Count == 0))
            {
                return new ApiResult<ResourceList<T>>.Failed(ApiErrors.Of(
                    ApiErrorKind.Unreadable, $"GET {Kind.Type.CollectionPath(options.Namespace)}",
                    found.Items.Count == 0 ? "a page without items promises another" : $"the list is longer than {transport.Limits.ListItems} objects"));
            }
        }
        while (next is not null);
        return new ApiResult<ResourceList<T>>.Ok(new ResourceList<T>(items, version));
    }

    private async Task<ApiResult<ListPage<T>>> PageAsync(ListOptions options, string? next, CancellationToken cancellation)
    {
        var request = new ApiRequest(HttpMethod.Get, Kind.Type.CollectionPath(options.Namespace),
        [
            new("limit", options.PageSize.ToString(CultureInfo.InvariantCulture)),
            new("continue", next),
            new("labelSelector", options.LabelSelector),
            new("fieldSelector", options.FieldSelector),
            // The token carries the version; the server refuses both together.
            new("resourceVersion", next is null ? options.ResourceVersion : null),
        ]);
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Then(body => JsonAnswers.Guard(request, () => ListReading.Read(body.Body.Span, Kind.Json, Kind.Type)));
    }

    private Task<ApiResult<T>> OneAsync(ApiRequest request, CancellationToken cancellation) => SendAsync(request, Kind.Json, cancellation);

    private async Task<ApiResult<TBody>> SendAsync<TBody>(ApiRequest request, JsonTypeInfo<TBody> json, CancellationToken cancellation)
        where TBody : class
    {
        var answer = await transport.SendAsync(request, cancellation);
        return answer.Then(body => JsonAnswers.Read(request, body, json));
    }

    private byte[] Write(T item) => JsonSerializer.SerializeToUtf8Bytes(item, Kind.Json);
}
