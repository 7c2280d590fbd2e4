using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Tests.Watching;
using Rollout.Kubernetes.Watching;
using static Rollout.Kubernetes.Tests.Watching.WatchedServer;

namespace Rollout.Kubernetes.Tests.Caching;

public sealed class InformerTests : IAsyncLifetime
{
    /// <summary>Waits so short that no test notices them.</summary>
    private static readonly WatchOptions Quick = new()
    {
        Namespace = "store",
        FirstWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(2),
    };

    private readonly Channel<string> changes = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource stop = new();
    private PlayedServer server = null!;
    private ClusterClient client = null!;
    private Informer<JsonObject> informer = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        server = await PlayedServer.StartAsync();
        client = server.Client();
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Lists_then_watches_and_has_synced_only_after_the_list()
    {
        var listed = new TaskCompletionSource();
        server.Answer = async (context, request) =>
        {
            if (request.Query("watch") is null)
            {
                await listed.Task;
                await PlayedServer.JsonAsync(context, 200, List("10", "a@1", "b@2"));
                return;
            }

            Assert.Equal("10", request.Query("resourceVersion"));
            await SendAsync(context, Line("MODIFIED", "a", "11") + Line("DELETED", "b", "12") + Line("ADDED", "c", "13"));
            await HangAsync(context);
        };
        Start(streaming: false);
        Assert.False(informer.HasSynced);
        listed.SetResult();
        await informer.WhenSynced;
        Assert.Equal(["+a@1", "+b@2", "a@1>11", "-b@12", "+c@13"], await TakeAsync(5));
        Assert.Equal("11", VersionOf(informer.Cache.Find(new ObjectKey("store", "a"))!));
        Assert.Null(informer.Cache.Find(new ObjectKey("store", "b")));
        Assert.Equal(["a", "c"], informer.Cache.All().Select(NameOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_410_it_lists_anew_and_tells_the_deletions_that_nobody_saw(bool inStream)
    {
        server.Answer = async (context, request) =>
        {
            switch (request.Query("watch"), server.Requests.Count)
            {
                case (null, 1):
                    await PlayedServer.JsonAsync(context, 200, List("10", "a@1", "b@2", "c@3"));
                    break;
                case (null, _):
                    await PlayedServer.JsonAsync(context, 200, List("50", "b@2", "c@40", "d@41"));
                    break;
                case (_, 2) when inStream:
                    await SendAsync(context, Error(410, "Expired"));
                    break;
                case (_, 2):
                    await PlayedServer.StatusAsync(context, 410, "Gone");
                    break;
                default:
                    Assert.Equal("50", request.Query("resourceVersion"));
                    await HangAsync(context);
                    break;
            }
        };
        Start(streaming: false);

        // b is the same in both lists: nothing is told of it.
        Assert.Equal(["+a@1", "+b@2", "+c@3", "-a@1", "c@3>40", "+d@41"], await TakeAsync(6));
    }

    [Fact]
    public async Task Begins_with_a_streaming_list_and_tells_it_only_when_it_is_complete()
    {
        var more = new TaskCompletionSource();
        server.Answer = async (context, request) =>
        {
            Assert.Equal("true", request.Query("sendInitialEvents"));
            await SendAsync(context, Line("ADDED", "b", "9") + Line("ADDED", "a", "3"));
            await more.Task;
            await SendAsync(context, Bookmark("10", end: true) + Line("DELETED", "a", "11"));
            await HangAsync(context);
        };
        Start(streaming: true);
        Assert.Equal(0, informer.Cache.Count);
        Assert.False(informer.HasSynced);
        more.SetResult();
        Assert.Equal(["+b@9", "+a@3", "-a@11"], await TakeAsync(3));
        Assert.True(informer.HasSynced);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task Falls_back_to_the_plain_list_where_streaming_is_not_served(int status)
    {
        server.Answer = (context, request) => (request.Query("sendInitialEvents"), request.Query("watch")) switch
        {
            ("true", _) => PlayedServer.StatusAsync(context, status, "Invalid", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"),
            (_, null) => PlayedServer.JsonAsync(context, 200, List("10", "a@1")),
            _ => HangAsync(context),
        };
        Start(streaming: true);
        Assert.Equal(["+a@1"], await TakeAsync(1));
    }

    [Fact]
    public async Task A_streaming_list_that_breaks_off_changes_nothing_and_the_plain_list_takes_over()
    {
        server.Answer = (context, request) => (request.Query("sendInitialEvents"), request.Query("watch")) switch
        {
            ("true", _) => SendAsync(context, Line("ADDED", "ghost", "1")),
            (_, null) => PlayedServer.JsonAsync(context, 200, List("10", "a@1")),
            _ => HangAsync(context),
        };
        Start(streaming: true);
        Assert.Equal(["+a@1"], await TakeAsync(1));
        Assert.Equal(1, informer.Cache.Count);
    }

    [Fact]
    public async Task Trouble_with_the_server_delays_it_and_never_ends_it()
    {
        server.Answer = (context, request) =>
        {
            switch (server.Requests.Count)
            {
                case 1:
                    return PlayedServer.StatusAsync(context, 500, "InternalError");
                case 2:
                    return PlayedServer.StatusAsync(context, 403, "Forbidden");
                case 3:
                    context.Abort();
                    return Task.CompletedTask;
                default:
                    return request.Query("watch") is null ? PlayedServer.JsonAsync(context, 200, List("10", "a@1")) : HangAsync(context);
            }
        };
        Start(streaming: false);
        Assert.Equal(["+a@1"], await TakeAsync(1));
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_listener_that_throws_takes_nothing_down()
    {
        server.Answer = (context, request) => request.Query("watch") is null
            ? PlayedServer.JsonAsync(context, 200, List("10", "throw@1", "a@2"))
            : SendThenHangAsync(context, Line("MODIFIED", "throw", "11") + Line("MODIFIED", "a", "12"));
        Start(streaming: false);
        Assert.Equal(["+a@2", "a@2>12"], await TakeAsync(2));
        Assert.Equal("11", VersionOf(informer.Cache.Find(new ObjectKey("store", "throw"))!));
    }

    /// <summary>
    /// Random cuts, torn lines, 410s, stale streams and failed lists: in the end the cache holds what the server holds, and what was told adds up to it.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_breaks_the_cache_and_what_was_told_come_to_what_the_server_holds(int seed)
    {
        var faulty = new FaultyGadgets(seed);
        server.Answer = faulty.AnswerAsync;
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        informer = new Informer<JsonObject>(client.Resources(Gadgets), new InformerOptions<JsonObject> { Watch = Quick, StreamingList = seed % 2 == 0 }, change =>
        {
            lock (told)
            {
                // Told in order: what was before is what was told last (of a deletion the last state is told, which is newer).
                var (last, before) = (told.GetValueOrDefault(change.Key.Name), change.Before is null ? null : VersionOf(change.Before));
                if ((last is null) != (before is null) || (change.After is not null && last != before))
                {
                    wrong.Add($"{change.Key.Name}: {last} was told, {before} is said to have been");
                }

                if (change.After is null)
                {
                    told.Remove(change.Key.Name);
                }
                else
                {
                    told[change.Key.Name] = VersionOf(change.After);
                }
            }
        });
        running = informer.RunAsync(stop.Token);
        await faulty.Finished.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        var begin = TimeProvider.System.GetTimestamp();
        var expected = faulty.Contents();
        while (!Same(expected, informer.Cache.All()) || !SameTold(expected, told))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromMinutes(1), $"cache and server differ after {faulty.Faults} faults");
            await Task.Yield();
        }

        Assert.Empty(wrong);
        Assert.True(faulty.Faults > 20, $"only {faulty.Faults} faults were planted");
    }

    private static bool Same(IReadOnlyDictionary<string, string> expected, IReadOnlyList<JsonObject> items) =>
        items.Count == expected.Count && items.All(item => expected.GetValueOrDefault(NameOf(item)) == VersionOf(item));

    private static bool SameTold(IReadOnlyDictionary<string, string> expected, Dictionary<string, string> told)
    {
        lock (told)
        {
            return told.Count == expected.Count && told.All(pair => expected.GetValueOrDefault(pair.Key) == pair.Value);
        }
    }

    private static async Task SendThenHangAsync(HttpContext context, string text)
    {
        await SendAsync(context, text);
        await HangAsync(context);
    }

    private static string NameOf(JsonObject item) => item["metadata"]!["name"]!.GetValue<string>();

    private static string VersionOf(JsonObject item) => item["metadata"]!["resourceVersion"]!.GetValue<string>();

    private void Start(bool streaming)
    {
        informer = new Informer<JsonObject>(client.Resources(Gadgets), new InformerOptions<JsonObject> { Watch = Quick, StreamingList = streaming }, change =>
        {
            if (change.Key.Name == "throw")
            {
                throw new InvalidOperationException("a listener's fault");
            }

            changes.Writer.TryWrite((change.Before, change.After) switch
            {
                (null, { } after) => $"+{change.Key.Name}@{VersionOf(after)}",
                ({ } before, null) => $"-{change.Key.Name}@{VersionOf(before)}",
                ({ } before, { } after) => $"{change.Key.Name}@{VersionOf(before)}>{VersionOf(after)}",
                _ => "?",
            });
        });
        running = informer.RunAsync(stop.Token);
    }

    private async Task<List<string>> TakeAsync(int count)
    {
        var found = new List<string>();
        while (found.Count < count)
        {
            found.Add(await changes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System));
        }

        Assert.False(changes.Reader.TryPeek(out var more), $"and {more}");
        return found;
    }
}
