using System.Globalization;
using System.Text;

namespace Rollout.Cli.Tests;

/// <summary>Made-up orders in the events format: Poisson arrivals, lognormal values, a canary that loses a part of its orders from the start on.</summary>
internal sealed record RecordedShop
{
    public static readonly DateTimeOffset FirstRow = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public int Seed { get; init; } = 1;

    public int Nodes { get; init; } = 5;

    public double OrdersPerMinuteAndNode { get; init; } = 4;

    public TimeSpan History { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan Judged { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The part of the orders of n0 that is lost from the start on.</summary>
    public double Loss { get; init; }

    public DateTimeOffset Start => FirstRow + History;

    public string StartText => Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public List<string> Rows()
    {
        var random = new Random(Seed);
        var rows = new List<string>();
        var end = History + Judged;
        for (var at = Gap(random); at < end; at += Gap(random))
        {
            var node = random.Next(Nodes);
            var value = Math.Exp(3 + (1.2 * Normal(random)));
            if (node == 0 && at >= History && random.NextDouble() < Loss)
            {
                continue;
            }

            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{FirstRow + at:yyyy-MM-ddTHH:mm:ss.fffZ},n{node},{value:0.00}"));
        }

        return rows;
    }

    public string Csv() => Csv(Rows());

    public static string Csv(IEnumerable<string> rows) => new StringBuilder("time,node,value\n").AppendJoin('\n', rows).Append('\n').ToString();

    /// <summary>The same orders in the buckets format, one minute each; quiet ones are rows of zeros.</summary>
    public string BucketsCsv()
    {
        var cells = Rows().Select(r => r.Split(',')).GroupBy(r => (Minute: r[0][..16], Node: r[1]))
            .ToDictionary(g => g.Key, g => (Count: g.Count(), Sum: g.Sum(r => decimal.Parse(r[2], CultureInfo.InvariantCulture))));
        var text = new StringBuilder("time,node,count,sum\n");
        for (var at = FirstRow; at < Start + Judged; at += TimeSpan.FromMinutes(1))
        {
            var minute = at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
            for (var node = 0; node < Nodes; node++)
            {
                var (count, sum) = cells.GetValueOrDefault((minute, $"n{node}"));
                text.Append(CultureInfo.InvariantCulture, $"{minute}:00Z,n{node},{count},{sum}\n");
            }
        }

        return text.ToString();
    }

    private TimeSpan Gap(Random random) => TimeSpan.FromMinutes(-Math.Log(1 - random.NextDouble()) / (OrdersPerMinuteAndNode * Nodes));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
