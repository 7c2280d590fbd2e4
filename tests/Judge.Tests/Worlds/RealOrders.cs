using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Rollout.Support;

namespace Rollout.Judge.Tests;

/// <summary>
/// The real orders of `shared/data` as a fleet of five: sales only; trading days 25d to 25d + 24 laid over each other by the
/// minute become day d; days 0 to 3 are history, 4 and 5 are judged. A customer stays on the node that salt and hash give him.
/// </summary>
internal sealed class RealOrders
{
    public const int HistoryMinutes = 4 * 1440;
    public const int JudgedMinutes = 2 * 1440;

    private const int NodeCount = 5;
    private static readonly double[] Bounds = [.. Enumerable.Range(0, 60).Select(i => Math.Exp(.2 * i)), double.PositiveInfinity];

    private readonly List<Sale> sales;

    private RealOrders(List<Sale> sales) => this.sales = sales;

    private sealed record Sale(int Minute, string Invoice, string Customer, double Value);

    public static IReadOnlyList<string> Nodes { get; } = [.. Enumerable.Range(0, NodeCount).Select(i => "n" + i)];

    public int Count => sales.Count;

    public static RealOrders Read()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(SharedData.Find("online-retail-orders.csv.gz")), CompressionMode.Decompress));
        file.ReadLine();
        var rows = new List<(DateTime Time, string Invoice, string Customer, double Value)>();
        while (file.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var value = double.Parse(fields[5], CultureInfo.InvariantCulture);
            if (fields[6] == "false" && value > 0)
            {
                rows.Add((DateTime.Parse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), fields[1], fields[2], value));
            }
        }

        var days = rows.Select(r => r.Time.Date).Distinct().Order().Select((day, i) => (day, i)).ToDictionary(d => d.day, d => d.i);
        return new RealOrders([.. rows.Select(r => new Sale((days[r.Time.Date] / 25 * 1440) + (int)r.Time.TimeOfDay.TotalMinutes, r.Invoice, r.Customer, r.Value))]);
    }

    /// <summary>Six days of buckets. From the fifth on the canary loses each order with probability <paramref name="loss"/>, by its hash.</summary>
    public FleetHistory Fleet(int salt, string canary, double loss)
    {
        var cells = new Dictionary<(int, string), (double Count, double Sum, double[] Values)>();
        var (sums, counts) = (new double[Bounds.Length], new double[Bounds.Length]);
        foreach (var sale in sales.Where(s => s.Minute < HistoryMinutes + JudgedMinutes))
        {
            var node = Nodes[(int)(Hash($"{salt}:{sale.Customer}") * NodeCount)];
            if (sale.Minute >= HistoryMinutes && node == canary && Hash("drop:" + sale.Invoice) < loss)
            {
                continue;
            }

            var cell = cells.GetValueOrDefault((sale.Minute, node), (0, 0, new double[Bounds.Length]));
            var bin = Array.FindIndex(Bounds, b => sale.Value <= b);
            cell.Values[bin]++;
            cells[(sale.Minute, node)] = (cell.Count + 1, cell.Sum + sale.Value, cell.Values);
            if (sale.Minute < HistoryMinutes)
            {
                (sums[bin], counts[bin]) = (sums[bin] + sale.Value, counts[bin] + 1);
            }
        }

        Measure Of(int minute, string node) => cells.TryGetValue((minute, node), out var c)
            ? new Measure { Count = c.Count, Sum = c.Sum, ValueCounts = c.Values }
            : new Measure { Count = 0, ValueCounts = new double[Bounds.Length] };
        return new FleetHistory
        {
            BucketLength = TimeSpan.FromMinutes(1),
            ValueBins = new ValueBins { UpperBounds = Bounds, Means = [.. sums.Zip(counts, (s, c) => c > 0 ? s / c : double.NaN)] },
            Buckets =
            [
                .. Enumerable.Range(0, HistoryMinutes + JudgedMinutes).Select(t => new FleetBucket(
                    SimulatedFleet.Begin.AddMinutes(t), TimeSpan.FromMinutes(1), Nodes.ToDictionary(n => n, n => Of(t, n), StringComparer.Ordinal))),
            ],
        };
    }

    private static double Hash(string text) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))) / 4294967296.0;
}
