using Rollout.Server.Http;
using Rollout.Server.Tests.Judging;
using Rollout.Support;

namespace Rollout.Server.Tests.Http;

public sealed class ServerSentEventsTests : IAsyncLifetime
{
    private readonly ManualTime time = new(Shop.Noon);
    private readonly StubRollout rollout = new("shop");
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.StartAsync(false, time, rollout);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_comments_and_events_still_come()
    {
        using var stream = await OpenAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            time.Advance(ServerSentEvents.Heartbeat);
            Assert.Equal(": still here", await stream.ReadLineAsync());
            Assert.Equal("", await stream.ReadLineAsync());
            await WaitingAsync();
        }

        rollout.Events.Publish("status", "{}");
        foreach (var line in new[] { "id: 0-1", "event: status", "data: {}", "" })
        {
            Assert.Equal(line, await stream.ReadLineAsync());
        }
    }

    [Fact]
    public async Task A_reader_that_goes_leaves_nothing_behind()
    {
        for (var i = 0; i < 3; i++)
        {
            using (await OpenAsync())
            {
                Assert.True(rollout.Events.Readers > 0);
            }
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (rollout.Events.Readers > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    [Fact]
    public async Task A_stream_resumes_after_the_id_that_was_seen_last()
    {
        rollout.Events.Publish("happening", "{\"a\":1}");
        rollout.Events.Publish("happening", "{\"b\":2}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rollouts/default/shop/events") { Headers = { { "Last-Event-ID", "0-1" } } };

        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());

        foreach (var line in new[] { "retry: 1000", "", "id: 0-2", "event: happening", "data: {\"b\":2}", "" })
        {
            Assert.Equal(line, await stream.ReadLineAsync());
        }
    }

    private async Task<StreamReader> OpenAsync()
    {
        var stream = new StreamReader(await server.Client.GetStreamAsync("/api/v1/rollouts/default/shop/events"));
        Assert.Equal("retry: 1000", await stream.ReadLineAsync());
        Assert.Equal("", await stream.ReadLineAsync());
        await WaitingAsync();
        return stream;
    }

    /// <summary>Until the stream waits for its next event, on the clock of the test.</summary>
    private async Task WaitingAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (time.Timers == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }
}
