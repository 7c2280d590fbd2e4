using System.Globalization;
using System.IO.Compression;
using Rollout.Support;

namespace Rollout.Benchmarks.Orders;

/// <summary>
/// The sales of UCI "Online Retail" (D. Chen, 2012, CC BY 4.0) overlaid: day d of the new calendar is the trading days 25d to
/// 25d + 24 of the shop, laid over each other by the time of day. Days 0 to 3 are for calibration, days 4 and 5 are judged.
/// </summary>
internal static class RealOrders
{
    public const string Place = "../shared/data/online-retail-orders.csv.gz";
    public static readonly DateTimeOffset FirstDay = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Start = FirstDay.AddDays(4);
    private const int Overlaid = 25;
    private const int Days = 6;

    /// <summary>Null where the shared data are absent.</summary>
    public static string? Find() => SharedData.Locate(Path.GetFileName(Place));

    /// <summary>In order of time; cancellations are left out.</summary>
    public static async Task<IReadOnlyList<Order>> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        var header = await reader.ReadLineAsync(cancellation);
        if (header != "time,invoice,customer,country,lines,value,cancellation")
        {
            throw new InvalidDataException($"{path}: another header than expected: {header}");
        }

        var rows = new List<string[]>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            rows.Add(line.Split(','));
        }

        return Overlay(rows);
    }

    private static Order[] Overlay(List<string[]> rows)
    {
        var days = rows.Select(r => r[0][..10]).Distinct().Order(StringComparer.Ordinal).Select((day, number) => (day, number))
            .ToDictionary(d => d.day, d => d.number / Overlaid, StringComparer.Ordinal);
        return [.. rows.Where(r => r[^1] == "false" && days[r[0][..10]] < Days).Select(r => new Order(
            FirstDay.AddDays(days[r[0][..10]]) + TimeSpan.ParseExact(r[0].AsSpan(11, 8), "hh\\:mm\\:ss", CultureInfo.InvariantCulture),
            r[2], r[1], r[^2])).OrderBy(o => o.At)];
    }
}
