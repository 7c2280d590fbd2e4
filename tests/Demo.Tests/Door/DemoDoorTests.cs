using System.Net;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests.Door;

public sealed class DemoDoorTests : IAsyncLifetime
{
    private readonly DemoFloor floor = new();
    private readonly IReadOnlyList<int> ports = FreePorts.Find(4);

    public async Task InitializeAsync()
    {
        await floor.ShopAsync("n1", "v1", ports[0]);
        await floor.ShopAsync("n2", "v1", ports[1]);
        await floor.DoorAsync(ports[2], ports[3], ("n1", ports[0]), ("n2", ports[1]));
    }

    public Task DisposeAsync() => floor.DisposeAsync().AsTask();

    [Fact]
    public async Task Gives_sessions_to_the_nodes_in_turn_keeps_each_on_its_node_and_both_sides_count_the_same()
    {
        for (var i = 0; i < 10; i++)
        {
            var customer = new ShopClient(floor.Client, ports[2]);
            Assert.Equal((HttpStatusCode.OK, "paid"), await customer.BuyAsync("tea", 10m));
            var home = customer.Cookie;
            Assert.Equal((HttpStatusCode.OK, "paid"), await customer.BuyAsync("mug", 10m));
            Assert.Equal(home, customer.Cookie);
        }

        var door = await floor.MetricsAsync(ports[3]);
        foreach (var (node, port) in new[] { ("n1", ports[0]), ("n2", ports[1]) })
        {
            var shop = await floor.MetricsAsync(port);
            Assert.Equal(5, door[$"door_sessions_assigned_total{{node=\"{node}\"}}"]);
            Assert.Equal(5, shop["shop_sessions_assigned_total"]);
            Assert.Equal(10, shop["shop_orders_total"]);
            Assert.Equal(20, door[$"door_requests_total{{node=\"{node}\"}}"]);
        }
    }

    [Fact]
    public async Task A_node_that_was_taken_out_gets_no_new_sessions_and_keeps_the_ones_it_has()
    {
        var there = new ShopClient(floor.Client, ports[2]);
        while (there.HomeNode != "n1")
        {
            there = new ShopClient(floor.Client, ports[2]);
            await there.AskAsync(HttpMethod.Get, "/products");
        }

        await AdminAsync("n1/out", HttpStatusCode.OK);
        for (var i = 0; i < 6; i++)
        {
            var customer = new ShopClient(floor.Client, ports[2]);
            await customer.AskAsync(HttpMethod.Get, "/products");
            Assert.Equal("n2", customer.HomeNode);
        }

        await there.AskAsync(HttpMethod.Get, "/products");
        Assert.Equal("n1", there.HomeNode);
        await AdminAsync("n1/in", HttpStatusCode.OK);
        Assert.Contains("n1", await HomesAsync(4));
        await AdminAsync("n9/out", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_file_takes_a_node_out_and_its_removal_brings_it_back()
    {
        var file = Path.Combine(floor.Folder, "n2.out");
        await File.WriteAllTextAsync(file, "");
        await floor.UntilAsync(async () => (await floor.MetricsAsync(ports[3]))["door_node_out{node=\"n2\"}"] == 1);
        Assert.All(await HomesAsync(6), home => Assert.Equal("n1", home));
        File.Delete(file);
        await floor.UntilAsync(async () => (await floor.MetricsAsync(ports[3]))["door_node_out{node=\"n2\"}"] == 0);
        Assert.Contains("n2", await HomesAsync(4));
    }

    [Fact]
    public async Task A_node_that_refuses_connections_is_skipped()
    {
        var withGap = FreePorts.Find(3);
        await floor.DoorAsync(withGap[0], withGap[1], ("n1", ports[0]), ("gone", withGap[2]));
        for (var i = 0; i < 6; i++)
        {
            var customer = new ShopClient(floor.Client, withGap[0]);
            Assert.Equal((HttpStatusCode.OK, "paid"), await customer.BuyAsync("tea", 10m));
            Assert.Equal("n1", customer.HomeNode);
        }

        Assert.Equal(0, (await floor.MetricsAsync(withGap[1]))["door_sessions_assigned_total{node=\"gone\"}"]);
        Assert.Equal(6, (await floor.MetricsAsync(ports[0]))["shop_sessions_assigned_total"]);
    }

    [Fact]
    public async Task A_session_whose_node_is_gone_moves_and_is_counted_where_it_went()
    {
        var n3 = FreePorts.Find(3);
        var shop = await floor.ShopAsync("n3", "v1", n3[2]);
        await floor.DoorAsync(n3[0], n3[1], ("n1", ports[0]), ("n3", n3[2]));
        var customer = new ShopClient(floor.Client, n3[0]);
        while (customer.HomeNode != "n3")
        {
            customer = new ShopClient(floor.Client, n3[0]);
            await customer.AskAsync(HttpMethod.Get, "/products");
        }

        var before = (await floor.MetricsAsync(ports[0]))["shop_sessions_assigned_total"];
        shop.Kill();
        await floor.CodeAsync(shop);
        await floor.UntilAsync(async () => (await customer.AskAsync(HttpMethod.Get, "/products")).Code == HttpStatusCode.OK);
        Assert.Equal("n1", customer.HomeNode);
        Assert.Equal(before + 1, (await floor.MetricsAsync(ports[0]))["shop_sessions_assigned_total"]);
    }

    private async Task AdminAsync(string what, HttpStatusCode expected)
    {
        using var answer = await floor.Client.PutAsync(new Uri($"http://127.0.0.1:{ports[3]}/admin/nodes/{what}"), null);
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task<IReadOnlyList<string?>> HomesAsync(int sessions)
    {
        var homes = new List<string?>();
        for (var i = 0; i < sessions; i++)
        {
            var customer = new ShopClient(floor.Client, ports[2]);
            await customer.AskAsync(HttpMethod.Get, "/products");
            homes.Add(customer.HomeNode);
        }

        return homes;
    }
}
