using System.Text;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Events;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Events;

public sealed class EventRecorderTests : IAsyncLifetime
{
    private static readonly EventNote Loss = new(
        new ObjectReference { ApiVersion = "example.staggered.dev/v1", Kind = "Gadget", Namespace = "store", Name = "p1" },
        EventSeverity.Warning, "LossProven", "RollBack", "canary earns 21% less");

    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private PlayedServer server = null!;
    private ClusterClient client = null!;
    private EventRecorder recorder = null!;

    public async Task InitializeAsync()
    {
        server = await PlayedServer.StartAsync();
        client = server.Client();
        recorder = new EventRecorder(client, "staggered.dev/controller", "c-0", time);
        var made = 0;
        server.Answer = (context, request) =>
        {
            var body = JsonNode.Parse(request.Body)!.AsObject();
            body["metadata"] = new JsonObject { ["namespace"] = "store", ["name"] = request.Method == "POST" ? $"p1-{++made}" : request.Path.Split('/')[^1] };
            return PlayedServer.JsonAsync(context, 200, body.ToJsonString());
        };
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_first_is_written_as_a_real_server_took_it()
    {
        var recorded = Transcript.Load("10-events").Exchanges.First(e => e["note"]!.GetValue<string>() == "created")["request"]!;
        Assert.True((await recorder.RecordAsync(Loss, CancellationToken.None)).IsOk);
        var sent = Assert.Single(server.Requests);
        Assert.Equal("/apis/events.k8s.io/v1/namespaces/store/events", sent.Target);
        var (expected, actual) = (recorded["body"]!.DeepClone(), JsonNode.Parse(sent.Body)!);
        actual["metadata"]!.AsObject().Remove("namespace");
        expected["regarding"]!["namespace"] = "store";
        Assert.True(JsonNode.DeepEquals(expected, actual), sent.Body);
    }

    [Fact]
    public async Task What_is_said_again_becomes_a_series_until_nothing_was_said_for_six_minutes()
    {
        await recorder.RecordAsync(Loss, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(6));
        await recorder.RecordAsync(Loss, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(6));
        await recorder.RecordAsync(Loss, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(6.1));
        await recorder.RecordAsync(Loss, CancellationToken.None);
        await recorder.RecordAsync(Loss with { Text = "another" }, CancellationToken.None);
        Assert.Equal(
            ["POST events", "PATCH p1-1 {\"series\":{\"count\":2,\"lastObservedTime\":\"2026-11-20T10:06:00.000000Z\"}}",
             "PATCH p1-1 {\"series\":{\"count\":3,\"lastObservedTime\":\"2026-11-20T10:12:00.000000Z\"}}", "POST events", "POST events"],
            server.Requests.Select(r => $"{r.Method} {r.Path.Split('/')[^1]}{(r.Method == "PATCH" ? " " + r.Body : "")}"));
    }

    [Fact]
    public async Task A_series_whose_event_the_cluster_forgot_begins_anew()
    {
        var made = server.Answer;
        await recorder.RecordAsync(Loss, CancellationToken.None);
        server.Answer = (context, request) => request.Method == "PATCH" ? PlayedServer.StatusAsync(context, 404, "NotFound") : made(context, request);
        Assert.True((await recorder.RecordAsync(Loss, CancellationToken.None)).IsOk);
        Assert.Equal(["POST", "PATCH", "POST"], server.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task A_failure_is_handed_back_and_remembered_as_nothing_said()
    {
        server.Answer = (context, _) => PlayedServer.StatusAsync(context, 403, "Forbidden");
        Assert.False((await recorder.RecordAsync(Loss, CancellationToken.None)).IsOk);
        Assert.False((await recorder.RecordAsync(Loss, CancellationToken.None)).IsOk);
        Assert.All(server.Requests, r => Assert.Equal("POST", r.Method));
    }

    [Fact]
    public async Task A_long_note_is_cut_at_a_whole_character_within_the_servers_bound()
    {
        await recorder.RecordAsync(Loss with { Text = new string('x', 1019) + "éé€" + "tail" }, CancellationToken.None);
        var note = JsonNode.Parse(Assert.Single(server.Requests).Body)!["note"]!.GetValue<string>();
        Assert.Equal(new string('x', 1019) + "é…", note);
        Assert.Equal(1024, Encoding.UTF8.GetByteCount(note));
        Assert.Equal(new string('y', 1024), EventTexts.Note(new string('y', 1024)));
    }

    [Fact]
    public async Task What_is_remembered_is_bounded()
    {
        for (var i = 0; i < 1100; i++)
        {
            await recorder.RecordAsync(Loss with { Text = $"{i}" }, CancellationToken.None);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await recorder.RecordAsync(Loss with { Text = "1099" }, CancellationToken.None);
        await recorder.RecordAsync(Loss with { Text = "0" }, CancellationToken.None);
        Assert.Equal(["PATCH", "POST"], server.Requests.Select(r => r.Method).TakeLast(2));
    }
}
