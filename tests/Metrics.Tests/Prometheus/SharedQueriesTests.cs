using Microsoft.AspNetCore.Http;
using Rollout.Metrics.Prometheus;
using Rollout.Support;

namespace Rollout.Metrics.Tests.Prometheus;

public class SharedQueriesTests
{
    [Fact]
    public async Task Those_who_ask_the_same_at_once_share_one_request_and_one_who_gives_up_takes_nothing_from_the_others()
    {
        await using var server = await AskedServer.StartAsync();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.Node.Answer = async context =>
        {
            arrived.SetResult();
            await go.Task;
            await context.Response.WriteAsync(AskedServer.Nothing, context.RequestAborted);
        };
        using var impatient = new CancellationTokenSource();
        var first = server.AskAsync("a[2m]", cancel: impatient.Token);
        var others = Enumerable.Range(0, 50).Select(_ => server.AskAsync("a[2m]")).ToList();
        await arrived.Task;
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();
        Assert.All(await Task.WhenAll(others), a => Assert.Same(others[0].Result, a));
        Assert.Equal(1, server.Node.Requests);
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_while_and_a_failure_is_not()
    {
        var time = new ManualTime(StoredStory.Noon);
        await using var server = await AskedServer.StartAsync(time: time);
        server.Node.AnswerWith("", status: 500);
        await server.FailAsync();
        server.Node.AnswerWith(AskedServer.Nothing, "application/json");
        var kept = await server.AskAsync();
        Assert.Same(kept, await server.AskAsync());
        Assert.NotSame(kept, await server.AskAsync("other[2m]"));
        Assert.Equal(3, server.Node.Requests);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotSame(kept, await server.AskAsync());
    }

    [Fact]
    public async Task No_more_is_kept_than_the_limit_the_oldest_go_first()
    {
        await using var server = await AskedServer.StartAsync(new PrometheusLimits { MaxKeptSamples = 5 }, time: new ManualTime(StoredStory.Noon));
        server.Node.AnswerWith("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"],[2,"1"]]}]}}""", "application/json");
        var answers = new List<PrometheusAnswer>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            answers.Add(await server.AskAsync(name));
        }

        Assert.Same(answers[2], await server.AskAsync("c"));
        Assert.Same(answers[1], await server.AskAsync("b"));
        Assert.NotSame(answers[0], await server.AskAsync("a"));
    }

    [Fact]
    public async Task Nothing_is_under_way_when_the_servers_are_closed()
    {
        var server = await AskedServer.StartAsync();
        var arrived = new TaskCompletionSource();
        server.Node.Answer = async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var asked = server.AskAsync();
        await arrived.Task;
        await server.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}
