using System.Net;
using Rollout.Demo.Processes;
using Rollout.Demo.Shop;

namespace Rollout.Demo.Tests.Shop;

public sealed class DemoShopTests : IAsyncLifetime
{
    private readonly DemoFloor floor = new();
    private readonly int port = FreePorts.Find(1)[0];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => floor.DisposeAsync().AsTask();

    [Fact]
    public async Task Counts_every_paid_order_its_value_and_its_bucket_and_the_figures_add_up()
    {
        await floor.ShopAsync("n1", "v1", port);
        var customer = new ShopClient(floor.Client, port);
        decimal[] prices = [4m, 12.5m, 12.51m, 99.99m, 20_000m];
        foreach (var price in prices)
        {
            Assert.Equal((HttpStatusCode.OK, "paid"), await customer.BuyAsync("tea", price));
        }

        var metrics = await floor.MetricsAsync(port);
        Assert.Equal(5, metrics["shop_orders_total"]);
        Assert.Equal((double)prices.Sum(), metrics["shop_revenue_dollars_total"], 6);
        Assert.Equal(metrics["shop_revenue_dollars_total"], metrics["shop_order_value_dollars_sum"]);
        Assert.Equal(5, metrics["shop_order_value_dollars_count"]);
        Assert.Equal(5, metrics["shop_order_value_dollars_bucket{le=\"+Inf\"}"]);
        Assert.Equal(4, metrics["shop_order_value_dollars_bucket{le=\"10000\"}"]);
        Assert.Equal(2, metrics["shop_order_value_dollars_bucket{le=\"12.5\"}"]);
        Assert.Equal(3, metrics["shop_order_value_dollars_bucket{le=\"15\"}"]);
        Assert.Equal(5, metrics["shop_requests_total{code=\"200\"}"]);
        Assert.Equal(5, metrics["shop_requests_total{code=\"201\"}"]);
        Assert.Equal(1, metrics["shop_info{version=\"v1\",node=\"n1\"}"]);
        Assert.True(metrics["process_start_time_seconds"] > 1.7e9);
    }

    [Fact]
    public async Task Never_counts_a_probes_order_as_an_order_as_revenue_or_as_a_customers_request()
    {
        await floor.ShopAsync("n1", "v1", port);
        var before = await floor.MetricsAsync(port);
        Assert.Equal((HttpStatusCode.OK, "paid"), await new ShopClient(floor.Client, port, synthetic: true).BuyAsync("mug", 12m));
        var after = await floor.MetricsAsync(port);
        Assert.Equal(before["shop_synthetic_orders_total"] + 1, after["shop_synthetic_orders_total"]);
        Assert.Equal(before["shop_synthetic_requests_total{code=\"201\"}"] + 1, after["shop_synthetic_requests_total{code=\"201\"}"]);
        Assert.Equal(0, after["shop_orders_total"]);
        Assert.Equal(0, after["shop_revenue_dollars_total"]);
        Assert.Equal(0, after["shop_order_value_dollars_count"]);
        Assert.Equal(0, after["shop_sessions_assigned_total"]);
        Assert.DoesNotContain(after.Keys, k => k.StartsWith("shop_requests_total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V3_says_paid_every_time_and_records_about_three_quarters_of_the_orders()
    {
        await floor.ShopAsync("n1", "v3", port);
        var customer = new ShopClient(floor.Client, port);
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal((HttpStatusCode.OK, "paid"), await customer.BuyAsync("tea", 10m));
        }

        var metrics = await floor.MetricsAsync(port);
        // 400 x 3/4 = 300, standard deviation 8.7: five of them either side.
        Assert.InRange(metrics["shop_orders_total"], 257, 343);
        Assert.Equal(10 * metrics["shop_orders_total"], metrics["shop_revenue_dollars_total"]);
        Assert.Equal(400, metrics["shop_requests_total{code=\"201\"}"]);
    }

    [Fact]
    public async Task V4_answers_500_at_the_checkout_of_one_product_and_sells_the_others()
    {
        await floor.ShopAsync("n1", "v4", port);
        var customer = new ShopClient(floor.Client, port);
        foreach (var product in Catalogue.Products)
        {
            var (code, status) = await customer.BuyAsync(product.Sku, product.Price);
            var broken = product.Sku == Catalogue.BrokenInV4;
            Assert.Equal(broken ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, code);
            Assert.Equal(broken ? null : "paid", status);
        }

        var metrics = await floor.MetricsAsync(port);
        Assert.Equal(Catalogue.Products.Count - 1, metrics["shop_orders_total"]);
        Assert.Equal(1, metrics["shop_requests_total{code=\"500\"}"]);
    }

    [Fact]
    public async Task Takes_money_for_a_basket_only_once_and_says_what_is_wrong_with_a_request()
    {
        await floor.ShopAsync("n1", "v2", port);
        var customer = new ShopClient(floor.Client, port);
        var (_, basket) = await customer.AskAsync(HttpMethod.Post, "/basket", new { sku = "tea" });
        Assert.Equal("tea", (string?)basket!["items"]![0]!["sku"]);
        Assert.Equal(14.5m, (decimal?)basket["total"]);
        Assert.Equal(HttpStatusCode.OK, (await customer.AskAsync(HttpMethod.Post, $"/basket/{basket["id"]}/checkout")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.AskAsync(HttpMethod.Post, $"/basket/{basket["id"]}/checkout")).Code);

        var (code, mistake) = await customer.AskAsync(HttpMethod.Post, "/basket", new { sku = "gold" });
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Equal("sku: unknown; known are tea, coffee, mug, honey, kettle, biscuits", (string?)mistake!["error"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await customer.AskAsync(HttpMethod.Post, "/basket", new { sku = "tea", price = -1 })).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await customer.AskAsync(HttpMethod.Post, "/basket", new { sku = "tea", quantity = 0 })).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.AskAsync(HttpMethod.Get, "/nothing")).Code);
        Assert.Equal(1, (await floor.MetricsAsync(port))["shop_orders_total"]);
    }

    [Fact]
    public async Task A_port_in_use_ends_it_with_3_and_the_mend()
    {
        await floor.ShopAsync("n1", "v1", port);
        var second = floor.Start("demo-shop", "--node", "n2", "--version", "v1", "--port", $"{port}");
        Assert.Equal(3, await floor.CodeAsync(second));
        Assert.Contains($"127.0.0.1:{port}: the port is in use; stop what listens there", await second.StandardError.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_by_itself_when_its_owner_was_killed()
    {
        var owner = floor.Start("demo-shop", "--node", "owner", "--version", "v1", "--port", $"{FreePorts.Find(1)[0]}");
        var shop = await floor.ShopAsync("n1", "v1", port, owner.Id);
        owner.Kill();
        Assert.Equal(0, await floor.CodeAsync(shop));
    }

    [Fact]
    public async Task Bad_arguments_are_all_named_and_nothing_is_started()
    {
        var bad = floor.Start("demo-shop", "--version", "v9", "--port", "many", "--colour", "red");
        Assert.Equal(2, await floor.CodeAsync(bad));
        var said = new List<string>();
        while (await bad.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
        }

        Assert.Equal(
            [
                "--colour: unknown; known are --node, --version, --port, --owner, --ready-file",
                "--node: is missing; write --node VALUE",
                "--version: \"v9\" is not one of v1, v2, v3, v4; write one of v1, v2, v3, v4",
                "--port: \"many\" is not a whole number; write a whole number",
            ],
            said);
    }
}
