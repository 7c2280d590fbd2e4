using System.Globalization;
using System.IO.Compression;
using Rollout.Api;

namespace Rollout.Demo.Customers;

/// <summary>Reads orders in the events format of contract section 2: header <c>time,node,value</c>, rows in any order, <c>.gz</c> read as such.</summary>
public static class OrdersFile
{
    private const int MostOrders = 2_000_000;
    private const int MostProblems = 100;
    private const int LongestLine = 4096;
    private const string Header = "time,node,value";

    /// <summary>
    /// The orders by time, or everything that is wrong with the file. Values that are not above zero are refunds and left out; the node
    /// is ignored.
    /// </summary>
    public static async Task<(IReadOnlyList<RecordedOrder> Orders, IReadOnlyList<Problem> Problems)> ReadAsync(
        string path, CancellationToken cancellation)
    {
        var orders = new List<RecordedOrder>();
        var problems = new List<Problem>();
        try
        {
            await using var file = File.OpenRead(path);
            await using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file;
            using var reader = new StreamReader(stream);
            await ReadRowsAsync(path, new BoundedLines(reader, LongestLine), orders, problems, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problems.Add(new Problem(path, "cannot be read: " + unreadable.Message, "give a readable CSV file, or a .gz of one"));
        }

        if (orders.Count == 0 && problems.Count == 0)
        {
            problems.Add(new Problem(path, "holds no order", $"give at least one row with a value above 0 below the header {Header}"));
        }

        orders.Sort(static (a, b) => a.At.CompareTo(b.At));
        return (orders, problems);
    }

    private static async Task ReadRowsAsync(
        string path, BoundedLines lines, List<RecordedOrder> orders, List<Problem> problems, CancellationToken cancellation)
    {
        var header = await lines.NextAsync(cancellation);
        if (header?.Trim() != Header)
        {
            problems.Add(new Problem($"{path}:1", $"the header is \"{header}\"", $"write {Header}"));
            return;
        }

        for (var number = 2; await lines.NextAsync(cancellation) is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (Mistake(line, out var order) is { } mistake)
            {
                problems.Add(new Problem($"{path}:{number}", mistake.What, mistake.Mend));
            }
            else if (order.Dollars > 0)
            {
                orders.Add(order);
            }

            if (problems.Count >= MostProblems || orders.Count > MostOrders)
            {
                problems.Add(problems.Count >= MostProblems
                    ? new Problem($"{path}:{number}", $"{MostProblems} problems so far, the rest of the file was not read", "mend these first")
                    : new Problem($"{path}:{number}", $"more than {MostOrders} orders", "give a shorter file"));
                return;
            }
        }
    }

    private static (string What, string Mend)? Mistake(string line, out RecordedOrder order)
    {
        order = default;
        var fields = line.Split(',');
        if (fields.Length != 3)
        {
            return ($"{fields.Length} fields instead of 3", $"write {Header}");
        }

        if (!DateTimeOffset.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return ($"\"{fields[0]}\" is not a time", "write it as 2011-01-04T10:00:00Z");
        }

        if (!decimal.TryParse(fields[2], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var dollars)
            || Math.Abs(dollars) > 1_000_000)
        {
            return ($"\"{fields[2]}\" is not an amount", "write it with a decimal point, at most 1000000: 12.50");
        }

        order = new RecordedOrder(at, dollars);
        return null;
    }
}
