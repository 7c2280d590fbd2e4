using System.Globalization;
using System.Text;
using System.Text.Json;
using Rollout.Cli.Judging;
using Rollout.Metrics.Recorded;

namespace Rollout.Benchmarks.Orders;

/// <summary>Cases judged as `rollout judge --cases` judges them: files in the events format, a cases file, a line of JSON each.</summary>
internal static class JudgedOrders
{
    public static async Task<IReadOnlyList<JudgedOrder>> JudgeAsync(IReadOnlyList<OrderCase> cases, IReadOnlyList<Order> orders, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-orders");
        try
        {
            foreach (var one in cases.DistinctBy(c => c.File))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, one.File), Csv(one, orders), cancellation);
            }

            var file = Path.Combine(folder.FullName, "cases.jsonl");
            await File.WriteAllLinesAsync(file, cases.Select(c => JsonSerializer.Serialize(new
            {
                id = c.Id,
                events = c.File,
                canary = $"n{c.Canary}",
                start = Rfc3339.Format(RealOrders.Start),
            })), cancellation);
            var problems = new ProblemList();
            var output = new StringWriter(CultureInfo.InvariantCulture);
            await CaseRun.RunAsync(file, await CaseFile.ReadAsync(file, problems, cancellation), output, TextWriter.Null, cancellation);
            return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JudgedOrder.Of)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Csv(OrderCase one, IReadOnlyList<Order> orders)
    {
        var text = new StringBuilder("time,node,value\n");
        foreach (var (order, node) in one.Rows(orders))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Rfc3339.Format(order.At)},n{node},{order.Value}\n");
        }

        return text.ToString();
    }
}
