using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Watching;

/// <summary>Writes the events of one watch: an object a line, chosen by the request's selectors.</summary>
internal sealed class WatchStream
{
    private static readonly TimeSpan BeforeTheReset = TimeSpan.FromMilliseconds(100);
    private readonly ApiRequest request;
    private readonly Cluster cluster;
    private readonly FaultRule? fault;
    private readonly LabelSelection labels;
    private readonly FieldSelection fields;
    private readonly PipeWriter writer;
    private readonly bool table;
    private int sent;

    public WatchStream(ApiRequest request, Cluster cluster, FaultRule? fault)
    {
        this.request = request;
        this.cluster = cluster;
        this.fault = fault;
        labels = LabelSelection.Parse(request.Query("labelSelector"));
        fields = FieldSelection.Parse(request.Type, request.Name.Length > 0 ? $"metadata.name={request.Name}"
            : request.Query("fieldSelector"));
        writer = request.Http.Response.BodyWriter;
        table = Tables.Wanted(request);
    }

    public bool Ended { get; private set; }

    public async Task OpenAsync(CancellationToken cancel)
    {
        request.Http.Response.StatusCode = 200;
        request.Http.Response.ContentType = Answers.Json;
        await request.Http.Response.StartAsync(cancel);
        await writer.FlushAsync(cancel);
    }

    public async Task FlushAsync(CancellationToken cancel) => await writer.FlushAsync(cancel);

    public Task InitialAsync(StoredObject item, CancellationToken cancel) =>
        Chosen(item) ? SendAsync("ADDED", item, cancel) : Task.CompletedTask;

    public Task ChangeAsync(StoreChange change, CancellationToken cancel)
    {
        if (request.Namespace.Length > 0 && change.Either.Namespace != request.Namespace)
        {
            return Task.CompletedTask;
        }

        var before = change.Before is { } b && Chosen(b);
        var after = change.After is { } a && Chosen(a);
        return (before, after) switch
        {
            (false, true) => SendAsync("ADDED", change.After!, cancel),
            (true, true) => SendAsync("MODIFIED", change.After!, cancel),
            (true, false) => SendAsync("DELETED", Departed(change), cancel),
            _ => Task.CompletedTask,
        };
    }

    public Task BookmarkAsync(long version, bool endOfInitial, CancellationToken cancel)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (endOfInitial)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return LineAsync("BOOKMARK", Bytes(new JsonObject { ["kind"] = request.Type.Kind, ["apiVersion"] = request.Type.ApiVersion,
            ["metadata"] = metadata }), cancel);
    }

    public async Task ErrorAsync(ApiFault refusal, CancellationToken cancel)
    {
        await LineAsync("ERROR", Bytes(refusal.ToStatus()), cancel);
        await writer.FlushAsync(cancel);
        Ended = true;
    }

    private bool Chosen(StoredObject item) => labels.Matches(item.Body.Map("metadata", "labels")) && fields.Matches(item.Body);

    /// <summary>What left carries its last state and the version of its leaving.</summary>
    private static StoredObject Departed(StoreChange change)
    {
        var body = change.Before!.Body.Copy();
        body.Child("metadata")["resourceVersion"] = change.Revision.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(body, change.Revision);
    }

    private async Task SendAsync(string type, StoredObject item, CancellationToken cancel)
    {
        if (fault is not null && sent++ >= fault.AfterEvents)
        {
            await BreakAsync(cancel);
            return;
        }

        var shown = EventForms.Show(request.Type, item.Body);
        var bytes = table ? Bytes(Tables.Of(request, [shown], item.Revision, null, cluster)) : ReferenceEquals(shown, item.Body)
            ? item.Utf8 : Bytes(shown);
        await LineAsync(type, bytes, cancel);
    }

    private async Task BreakAsync(CancellationToken cancel)
    {
        if (Ended)
        {
            return;
        }

        if (fault!.Kind == FaultKind.WatchExpired)
        {
            await ErrorAsync(Refusals.Expired("The resourceVersion for the provided watch is too old."), cancel);
            return;
        }

        writer.Write("{\"type\":\"MODIFIED\",\"obj"u8);
        await writer.FlushAsync(cancel);

        // A reset throws away what the client has not read yet: it gets a moment of real time for the torn line.
        await Task.Delay(BeforeTheReset, TimeProvider.System, cancel);
        Ended = true;
        request.Http.Abort();
    }

    private async Task LineAsync(string type, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (Ended)
        {
            return;
        }

        writer.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        writer.Write(bytes.Span);
        writer.Write("}\n"u8);
        if (writer.UnflushedBytes > 64 << 10)
        {
            await writer.FlushAsync(cancel);
        }
    }

    private static byte[] Bytes(JsonObject body) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, JsonForm.Options);
}
