using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;
using static Rollout.Kubernetes.Tests.Watching.WatchedServer;

namespace Rollout.Kubernetes.Tests.Watching;

public sealed class ResourceWatchTests : IAsyncLifetime
{
    private readonly ObservedTime time = new();
    private readonly SemaphoreSlim told = new(0);
    private PlayedServer server = null!;
    private ClusterClient client = null!;

    public async Task InitializeAsync()
    {
        server = await PlayedServer.StartAsync();
        client = new ClusterClient(server.Connection(), new ClientOptions { Time = time, Limits = new ClientLimits { Attempts = 1 }, Seed = 1 });
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Changes_come_in_order_and_410_in_the_stream_ends_the_watch()
    {
        Plays(Line("ADDED", "a", "11") + Line("MODIFIED", "a", "12") + Bookmark("20") + Line("DELETED", "a", "21") + Error(410, "Expired"));
        Assert.Equal(["Added a@11", "Modified a@12", "bookmark 20", "Deleted a@21", "ended Expired"], await SignalsAsync(new WatchOptions { ResourceVersion = "10", Namespace = "store", LabelSelector = "a=b" }));
        var asked = Assert.Single(server.Requests);
        Assert.Equal("/apis/example.staggered.dev/v1/namespaces/store/gadgets", asked.Path);
        Assert.Equal(("true", "10", "true", "a=b", null), (asked.Query("watch"), asked.Query("resourceVersion"), asked.Query("allowWatchBookmarks"), asked.Query("labelSelector"), asked.Query("sendInitialEvents")));
        Assert.InRange(int.Parse(asked.Query("timeoutSeconds")!, System.Globalization.CultureInfo.InvariantCulture), 300, 600);
        Assert.Equal("identity", asked.Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_410_as_a_status_ends_the_watch_too()
    {
        server.Answer = (context, _) => PlayedServer.StatusAsync(context, 410, "Expired");
        Assert.Equal(["ended Expired"], await SignalsAsync(new WatchOptions { ResourceVersion = "1" }));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task What_the_server_will_not_do_ends_the_watch(int status)
    {
        server.Answer = (context, _) => PlayedServer.StatusAsync(context, status, "X");
        Assert.Equal(["ended Refused"], await SignalsAsync(new WatchOptions { ResourceVersion = "1" }));
    }

    [Fact]
    public async Task After_a_clean_end_a_torn_line_rubbish_or_an_error_it_goes_on_from_the_last_version_it_knows()
    {
        Plays(
            Line("ADDED", "a", "11"),
            Line("ADDED", "b", "12") + "{\"type\":\"ADDED\",\"obj",
            Bookmark("30") + "rubbish\n" + Line("ADDED", "never", "31"),
            Line("ADDED", "c", "32") + Error(500, "InternalError"),
            Error(410, "Expired"));
        var signals = await SignalsAsync(new WatchOptions { ResourceVersion = "10" });
        Assert.Equal(
            [
                "Added a@11", "interrupted: the server ended the watch",
                "Added b@12", "interrupted: the stream ended in the middle of a line",
                "bookmark 30", "interrupted: a line cannot be read",
                "Added c@32", "interrupted: GET /apis/example.staggered.dev/v1/gadgets: 500 InternalError",
                "ended Expired",
            ],
            signals);
        Assert.Equal(["10", "11", "12", "30", "32"], server.Requests.Select(r => r.Query("resourceVersion")!));
    }

    [Fact]
    public async Task A_reset_connection_is_taken_up_again()
    {
        server.Answer = async (context, _) =>
        {
            if (server.Requests.Count > 1)
            {
                await SendAsync(context, Error(410, "Expired"));
                return;
            }

            await SendAsync(context, Line("ADDED", "a", "11"));
            await told.WaitAsync();
            context.Abort();
        };
        var signals = await SignalsAsync(new WatchOptions { ResourceVersion = "10" });
        Assert.Equal(3, signals.Count);
        Assert.Equal(("Added a@11", "ended Expired"), (signals[0], signals[2]));
        Assert.StartsWith("interrupted: the connection broke", signals[1]);
    }

    [Fact]
    public async Task A_stalled_connection_is_left_after_two_minutes_of_silence()
    {
        server.Answer = async (context, _) =>
        {
            if (server.Requests.Count > 1)
            {
                await SendAsync(context, Error(410, "Expired"));
                return;
            }

            await SendAsync(context, Line("ADDED", "a", "11"));
            await HangAsync(context);
        };
        Assert.Equal(["Added a@11", "interrupted: no byte for 120 s", "ended Expired"], await SignalsAsync(new WatchOptions { ResourceVersion = "10" }, stalls: true));
    }

    [Fact]
    public async Task Retry_after_is_waited_for_and_a_server_that_hangs_up_at_once_is_not_asked_in_a_rush()
    {
        var waits = new List<TimeSpan>();
        server.Answer = (context, _) =>
        {
            switch (server.Requests.Count)
            {
                case 1:
                    context.Response.Headers.RetryAfter = "9";
                    return PlayedServer.StatusAsync(context, 429, "TooManyRequests");
                case 2:
                    context.Response.Headers.RetryAfter = "4";
                    return PlayedServer.StatusAsync(context, 503, "ServiceUnavailable");
                case < 10:
                    return Task.CompletedTask;
                default:
                    return SendAsync(context, Error(410, "Expired"));
            }
        };
        await SignalsAsync(new WatchOptions { ResourceVersion = "10" }, waits);
        Assert.Equal([9.0, 4.0], waits.Take(2).Select(w => w.TotalSeconds));
        Assert.Equal(9, waits.Count);
        Assert.All(waits.Skip(2), wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        Assert.True(waits[8] > TimeSpan.FromSeconds(15), $"the ninth wait is only {waits[8]}");
    }

    [Fact]
    public async Task A_streaming_list_ends_with_its_bookmark_and_goes_on_as_a_watch()
    {
        Plays(
            Line("ADDED", "a", "7") + Line("ADDED", "b", "3") + Bookmark("10", end: true) + Line("ADDED", "c", "11"),
            Error(410, "Expired"));
        var signals = await SignalsAsync(new WatchOptions { InitialEvents = true });
        Assert.Equal(
            ["Added a@7", "Added b@3", "bookmark 10 initial", "Added c@11", "interrupted: the server ended the watch", "ended Expired"], signals);
        var first = server.Requests.First();
        Assert.Equal(("true", "NotOlderThan", null), (first.Query("sendInitialEvents"), first.Query("resourceVersionMatch"), first.Query("resourceVersion")));
        Assert.Equal((null, "11"), (server.Requests.Last().Query("sendInitialEvents"), server.Requests.Last().Query("resourceVersion")));
    }

    [Fact]
    public async Task A_streaming_list_that_breaks_off_is_worth_nothing()
    {
        Plays(Line("ADDED", "a", "7") + Bookmark("8"));
        Assert.Equal(["Added a@7", "bookmark 8", "ended Incomplete"], await SignalsAsync(new WatchOptions { InitialEvents = true }));
    }

    private void Plays(params string[] answers) => server.Answer = (context, _) => SendAsync(context, answers[server.Requests.Count - 1]);

    /// <summary>All signals; time moves on whenever the watch waits.</summary>
    private async Task<List<string>> SignalsAsync(WatchOptions options, List<TimeSpan>? waits = null, bool stalls = false)
    {
        var found = new List<string>();
        var signals = client.Resources(Gadgets).WatchAsync(options, CancellationToken.None).GetAsyncEnumerator();
        var silent = TimeSpan.Zero;
        while (true)
        {
            var next = signals.MoveNextAsync().AsTask();
            if (silent > TimeSpan.Zero)
            {
                // Task.Delay waits in whole milliseconds.
                await time.UntilTimerAsync(due => (due - silent).Duration() < TimeSpan.FromMilliseconds(2));
                time.Advance(silent);
                silent = TimeSpan.Zero;
            }

            while (stalls && found.Count == 1 && !next.IsCompleted)
            {
                time.Advance(options.Stall);
                await Task.Yield();
            }

            if (!await next.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System))
            {
                return found;
            }

            if (signals.Current is WatchSignal<JsonObject>.Interrupted interrupted)
            {
                waits?.Add(interrupted.Wait);
                silent = interrupted.Wait;
            }

            found.Add(Show(signals.Current));
            told.Release();
        }
    }

    private static string Show(WatchSignal<JsonObject> signal) => signal switch
    {
        WatchSignal<JsonObject>.Changed changed => $"{changed.Kind} {Gadgets.KeyOf(changed.Item).Name}@{Gadgets.MetadataOf(changed.Item).ResourceVersion}",
        WatchSignal<JsonObject>.Progressed mark => $"bookmark {mark.ResourceVersion}{(mark.InitialEnd ? " initial" : "")}",
        WatchSignal<JsonObject>.Interrupted interrupted => $"interrupted: {Trimmed(interrupted.Cause)}",
        WatchSignal<JsonObject>.Ended ended => $"ended {ended.Why}",
        _ => throw new InvalidOperationException(),
    };

    private static string Trimmed(string cause) =>
        cause.StartsWith("a line cannot be read", StringComparison.Ordinal) ? "a line cannot be read" : cause.Replace(": m", "", StringComparison.Ordinal);
}
