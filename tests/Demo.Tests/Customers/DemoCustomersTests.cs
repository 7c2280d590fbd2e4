using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Rollout.Demo.Customers;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests.Customers;

public sealed class DemoCustomersTests : IAsyncLifetime
{
    private readonly DemoFloor floor = new();
    private readonly IReadOnlyList<int> ports = FreePorts.Find(4);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => floor.DisposeAsync().AsTask();

    [Fact]
    public async Task What_customers_sent_is_what_the_shops_counted_to_the_cent()
    {
        await OpenAsync("v1");
        var report = await OrderAsync("--sessions", "400", "--rate", "300", "--seed", "7");
        Assert.Equal(400, report.Sessions);
        Assert.Equal(0, report.Failed + report.TurnedAway);
        Assert.Equal(InventedSessions.Plan(300, 7).Take(400).Count(s => s.Dollars is not null), report.Paid);
        var (n1, n2) = (await floor.MetricsAsync(ports[0]), await floor.MetricsAsync(ports[1]));
        Assert.Equal(report.Paid, n1["shop_orders_total"] + n2["shop_orders_total"]);
        Assert.Equal((double)report.Dollars, n1["shop_revenue_dollars_total"] + n2["shop_revenue_dollars_total"], 4);
        Assert.Equal(200, n1["shop_sessions_assigned_total"]);
        Assert.Equal(200, n2["shop_sessions_assigned_total"]);
    }

    [Fact]
    public async Task Customers_of_v3_notice_nothing_while_orders_are_missing()
    {
        await OpenAsync("v3");
        var report = await OrderAsync("--sessions", "600", "--rate", "300");
        Assert.Equal(0, report.Failed);
        var counted = (await floor.MetricsAsync(ports[0]))["shop_orders_total"] + (await floor.MetricsAsync(ports[1]))["shop_orders_total"];
        // About 450 orders, a quarter lost: five standard deviations (9.2) either side of 3/4.
        Assert.InRange(counted, 0.75 * report.Paid - 46, 0.75 * report.Paid + 46);
    }

    [Fact]
    public async Task Replays_a_file_with_its_own_values()
    {
        await OpenAsync("v1");
        var file = Path.Combine(floor.Folder, "orders.csv.gz");
        await using (var writer = new StreamWriter(new GZipStream(File.Create(file), CompressionMode.Compress)))
        {
            await writer.WriteAsync("time,node,value\n2011-01-04T10:00:07Z,n9,12.50\n2011-01-04T10:00:00Z,n1,99.99\n2011-01-05T10:00:09Z,n1,-5\n");
        }

        var report = await OrderAsync("--sessions", "4", "--rate", "100", "--orders", file);
        Assert.Equal(new CustomersReport(4, 4, 2 * (12.5m + 99.99m), 0, 0, 0, report.Seconds), report);
        Assert.Equal(4, (await floor.MetricsAsync(ports[0]))["shop_orders_total"] + (await floor.MetricsAsync(ports[1]))["shop_orders_total"]);
    }

    [Fact]
    public async Task A_bad_file_of_orders_is_refused_with_every_problem()
    {
        var file = Path.Combine(floor.Folder, "orders.csv");
        await File.WriteAllTextAsync(file, "time,node,value\nyesterday,n1,5\n2011-01-04T10:00:00Z,n1,NaN\n2011-01-04T10:00:00Z,n1\n");
        var customers = floor.Start("demo-customers", "--door", $"http://127.0.0.1:{ports[2]}", "--orders", file);
        Assert.Equal(2, await floor.CodeAsync(customers));
        Assert.Equal($"{file}:2: \"yesterday\" is not a time; write it as 2011-01-04T10:00:00Z", await customers.StandardError.ReadLineAsync());
        Assert.Equal(
            $"{file}:3: \"NaN\" is not an amount; write it with a decimal point, at most 1000000: 12.50",
            await customers.StandardError.ReadLineAsync());
        Assert.Equal($"{file}:4: 2 fields instead of 3; write time,node,value", await customers.StandardError.ReadLineAsync());
    }

    private async Task OpenAsync(string version)
    {
        await floor.ShopAsync("n1", version, ports[0]);
        await floor.ShopAsync("n2", version, ports[1]);
        await floor.DoorAsync(ports[2], ports[3], ("n1", ports[0]), ("n2", ports[1]));
    }

    private async Task<CustomersReport> OrderAsync(params string[] more)
    {
        var file = Path.Combine(floor.Folder, "report.json");
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var customers = floor.Start(
            ["demo-customers", "--door", $"http://127.0.0.1:{ports[2]}", "--owner", owner, "--report", file, .. more]);
        Assert.Equal(0, await floor.CodeAsync(customers));
        return JsonSerializer.Deserialize<CustomersReport>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web)!;
    }
}
