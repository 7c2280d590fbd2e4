using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Rest;

public sealed class ReadRepeatingTests : IAsyncLifetime
{
    private static readonly ObjectKey Key = new("store", "a");
    private static readonly ResourceKind<JsonObject> Gadgets = ResourceKinds.Untyped(new("example.staggered.dev", "v1", "gadgets", "Gadget"));
    private readonly ObservedTime time = new();
    private PlayedServer server = null!;

    public async Task InitializeAsync() => server = await PlayedServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_after_the_time_that_the_server_names(int status)
    {
        var refused = new SemaphoreSlim(0);
        server.Answer = async (context, _) =>
        {
            if (server.Requests.Count > 1)
            {
                await PlayedServer.JsonAsync(context, 200, "{}");
                return;
            }

            context.Response.Headers.RetryAfter = "7";
            await PlayedServer.StatusAsync(context, status, "X");
            refused.Release();
        };
        using var client = Client(attempts: 4);
        var asked = client.Resources(Gadgets).GetAsync(Key, CancellationToken.None);
        await refused.WaitAsync();
        await time.UntilTimerAsync(TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(server.Requests);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await asked).IsOk);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_read_is_repeated_over_a_reset_connection_and_in_the_end_says_that_it_was_lost()
    {
        server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var client = new ClusterClient(server.Connection(), Quick(3));
        var error = Error(await client.Resources(Gadgets).GetAsync(Key, CancellationToken.None));
        Assert.Equal(ApiErrorKind.Lost, error.Kind);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task An_answer_that_would_be_the_same_again_is_not_asked_for_again(int status)
    {
        server.Answer = (context, _) => PlayedServer.StatusAsync(context, status, "X");
        using var client = new ClusterClient(server.Connection(), Quick(4));
        Assert.Equal(status, Error(await client.Resources(Gadgets).GetAsync(Key, CancellationToken.None)).StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_write_is_ever_repeated_whatever_happened_to_it()
    {
        var lose = true;
        server.Answer = (context, _) =>
        {
            if (!lose)
            {
                return PlayedServer.StatusAsync(context, 429, "TooManyRequests");
            }

            context.Abort();
            return Task.CompletedTask;
        };
        using var client = new ClusterClient(server.Connection(), Quick(4));
        var gadgets = client.Resources(Gadgets);
        var item = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "store" } };
        Func<Task<ApiError>>[] writes =
        [
            async () => Error(await gadgets.CreateAsync(item, WriteOptions.Default, CancellationToken.None)),
            async () => Error(await gadgets.ReplaceAsync(item, WriteOptions.Default, CancellationToken.None)),
            async () => Error(await gadgets.PatchAsync(Key, Patch.Merge([]), WriteOptions.Default, CancellationToken.None)),
            async () => Error(await gadgets.ApplyAsync(item, new WriteOptions { FieldManager = "m" }, CancellationToken.None)),
            async () => Error(await gadgets.DeleteAsync(Key, DeleteOptions.Default, CancellationToken.None)),
        ];
        foreach (var write in writes)
        {
            Assert.True((await write()).MayHaveBeenCarriedOut);
        }

        Assert.Equal(writes.Length, server.Requests.Count);
        lose = false;
        foreach (var write in writes)
        {
            var error = await write();
            Assert.True(error.IsThrottled);
            Assert.False(error.MayHaveBeenCarriedOut);
        }

        Assert.Equal(2 * writes.Length, server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_beyond_the_limit_is_handed_to_the_caller()
    {
        server.Answer = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return PlayedServer.StatusAsync(context, 503, "ServiceUnavailable");
        };
        using var client = Client(attempts: 4);
        var error = Error(await client.Resources(Gadgets).GetAsync(Key, CancellationToken.None));
        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_at_the_limit_and_is_not_asked_again()
    {
        var asked = new SemaphoreSlim(0);
        server.Answer = async (context, _) =>
        {
            asked.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
        };
        using var client = Client(attempts: 4);
        var get = client.Resources(Gadgets).GetAsync(Key, CancellationToken.None);
        await asked.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        var error = Error(await get);
        Assert.Equal((ApiErrorKind.TimedOut, "no whole answer within 30 s"), (error.Kind, error.Message));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable_and_was_not_carried_out()
    {
        var connection = server.Connection();
        await server.DisposeAsync();
        using var client = new ClusterClient(connection, Quick(2));
        var error = Error(await client.Resources(Gadgets).CreateAsync(
            new JsonObject { ["metadata"] = new JsonObject { ["namespace"] = "store" } }, WriteOptions.Default, CancellationToken.None));
        Assert.Equal(ApiErrorKind.Unreachable, error.Kind);
        Assert.False(error.MayHaveBeenCarriedOut);
        server = await PlayedServer.StartAsync();
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        server.Answer = async (context, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
        };
        using var client = Client(attempts: 4);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Resources(Gadgets).GetAsync(Key, stop.Token));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_the_read_made_once_more()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("token", "old");
        server.Answer = (context, request) =>
        {
            folder.Write("token", "new");
            return request.Headers["Authorization"] == "Bearer new"
                ? PlayedServer.JsonAsync(context, 200, "{}")
                : PlayedServer.StatusAsync(context, 401, "Unauthorized");
        };
        using var client = new ClusterClient(server.Connection(new TokenFileCredentials(path, Credential.Anonymous, time)), Quick(4));
        Assert.True((await client.Resources(Gadgets).GetAsync(Key, CancellationToken.None)).IsOk);
        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(r => r.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_token_that_stays_refused_is_not_tried_for_ever()
    {
        server.Answer = (context, _) => PlayedServer.StatusAsync(context, 401, "Unauthorized");
        using var client = new ClusterClient(server.Connection(), Quick(4));
        Assert.True(Error(await client.Resources(Gadgets).GetAsync(Key, CancellationToken.None)).IsUnauthorized);
        Assert.Equal(2, server.Requests.Count);
    }

    private static ClientOptions Quick(int attempts) =>
        new() { Limits = new ClientLimits { Attempts = attempts, FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) } };

    private static ApiError Error<T>(ApiResult<T> result) => result.Match(_ => throw new InvalidOperationException("it went well"), error => error);

    private ClusterClient Client(int attempts) =>
        new(server.Connection(), new ClientOptions { Time = time, Limits = new ClientLimits { Attempts = attempts } });
}
