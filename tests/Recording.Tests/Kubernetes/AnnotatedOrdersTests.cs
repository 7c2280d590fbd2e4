using Rollout.FakeKubernetes.Faults;
using Rollout.Planning;

namespace Rollout.Recording.Tests.Kubernetes;

/// <summary>Orders of people: annotations that one pass answers, once.</summary>
public sealed class AnnotatedOrdersTests : IAsyncLifetime
{
    private readonly RecordedCluster cluster = new();

    public Task InitializeAsync() => cluster.InitializeAsync();

    public Task DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task An_order_is_read_with_who_is_known_and_removed_when_it_was_answered()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record(), 0);
        await OrderAsync("abort", "9be2f4c01d");
        await OrderAsync("retry", "aaaaaaaaaa");
        var read = await recorder.KnownAsync();
        Assert.Equal([OrderKind.Abort, OrderKind.Retry], read.Orders.Select(order => order.Order.Kind).Order());
        var abort = read.Orders.Single(order => order.Order.Kind == OrderKind.Abort);
        Assert.Equal(("9be2f4c01d", "kubectl-annotate"), (abort.Order.Revision, abort.Order.Author));
        Assert.True(abort.Order.At > DateTimeOffset.UnixEpoch.AddYears(30));

        // A refusal of the same second, whose time is known to the tick, came before it.
        Assert.Equal(TimeSpan.TicksPerSecond - 1, abort.Order.At.Ticks % TimeSpan.TicksPerSecond);

        await recorder.WrittenAsync(StateFile.Record("aborted"), 1, Taken(abort));
        Assert.Null(Annotation("abort"));
        Assert.Equal("aaaaaaaaaa", Annotation("retry"));
        Assert.Equal(OrderKind.Retry, Assert.Single((await recorder.KnownAsync()).Orders).Order.Kind);
    }

    [Fact]
    public async Task An_answered_order_whose_annotation_could_not_be_removed_is_not_carried_out_again()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record(), 0);
        await OrderAsync("promote", "9be2f4c01d");
        cluster.Fail(FaultKind.ServerError, "patch");
        await recorder.WrittenAsync(StateFile.Record("promoted"), 1, Taken((await recorder.KnownAsync()).Orders.Single()));
        Assert.Equal("9be2f4c01d", Annotation("promote"));

        // Another controller takes over: the order is known to be answered, and goes with its next write.
        var next = await cluster.RecorderAsync();
        Assert.Empty((await next.KnownAsync()).Orders);
        await next.WrittenAsync(StateFile.Record("on"), 2);
        Assert.Null(Annotation("promote"));
    }

    [Fact]
    public async Task An_order_that_could_not_be_recorded_waits_for_the_next_pass()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record(), 0);
        await OrderAsync("abort", "9be2f4c01d");
        var order = (await recorder.KnownAsync()).Orders.Single();
        cluster.Fail(FaultKind.ServerError, "update");
        Assert.IsType<RecordResult.Refused>(await recorder.WriteAsync(StateFile.Record("aborted"), 1, Taken(order), default));
        Assert.Equal(order, (await recorder.KnownAsync()).Orders.Single());
        Assert.Equal("9be2f4c01d", Annotation("abort"));
    }

    [Fact]
    public async Task An_order_that_was_changed_while_it_was_answered_is_a_new_one()
    {
        var recorder = await cluster.RecorderAsync();
        await recorder.ReadAsync(StateFile.Key, default);
        await recorder.WrittenAsync(StateFile.Record(), 0);
        await OrderAsync("retry", "aaaaaaaaaa");
        var first = (await recorder.KnownAsync()).Orders.Single();
        await OrderAsync("retry", "bbbbbbbbbb");
        Assert.IsType<RecordResult.Conflict>(await recorder.WriteAsync(StateFile.Record("retried"), 1, Taken(first), default));
        Assert.Equal("bbbbbbbbbb", (await recorder.KnownAsync()).Orders.Single().Order.Revision);
    }

    private static RecordedNews Taken(OrderRequest order) => new() { TakenOrders = [new TakenOrder(order.Id)] };

    private Task OrderAsync(string verb, string revision) =>
        cluster.MergeAsync($$"""{"metadata": {"annotations": {"staggered.dev/{{verb}}": "{{revision}}"} } }""", "kubectl-annotate");

    private string? Annotation(string verb) => (string?)cluster.Stored()["metadata"]!["annotations"]?["staggered.dev/" + verb];
}
